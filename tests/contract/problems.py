"""Reading problem documents, as every test of refusals does."""

from __future__ import annotations

from werkzeug.test import TestResponse


def is_problem(answer: TestResponse, status: int, code: str | None = None) -> bool:
    """Whether an answer is the problem document that was expected."""
    assert answer.status_code == status, answer.data[:300]
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert code in (None, answer.json["code"])
    return True


def pointers(answer: TestResponse) -> set[str]:
    """What an answer finds fault with."""
    return {fault["pointer"] for fault in answer.json["errors"]}
