"""HTTP without a domain: the one request wrapper, problem answers, paging, the generated OpenAPI document."""
