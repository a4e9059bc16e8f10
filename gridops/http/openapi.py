"""The OpenAPI 3.1 document, generated from the endpoints' own models so that it cannot disagree with them."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from gridops import __version__
from gridops.errors import CATALOGUE
from gridops.http.endpoint import Description, described

_REF = "#/components/schemas/{model}"

_PATH_TYPES = {"uuid": {"type": "string", "format": "uuid"}, "int": {"type": "integer", "minimum": 0}}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(CATALOGUE)},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "message"],
                "properties": {"pointer": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def document(app: Any) -> dict[str, Any]:
    """The whole document of `app`."""
    endpoints = described(app)
    models = _models(endpoints)
    mapping, definitions = models_json_schema(models, ref_template=_REF) if models else ({}, {})
    paths: dict[str, Any] = {}
    for rule, method, about in endpoints:
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, about, mapping)
    schemas = dict(definitions.get("$defs", {}))
    schemas["Problem"] = _PROBLEM
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "gridops",
            "version": __version__,
            "description": "Times: RFC 3339. Errors: RFC 9457.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "gridops_session",
                    "description": "`__Host-gridops_session` where the public origin is https.",
                },
            },
        },
        "security": [{"bearer": []}, {"cookie": []}],
    }


def _models(endpoints: list[tuple[str, str, Description]]) -> list[Any]:
    found: dict[tuple[type[BaseModel], str], None] = {}
    for _, _, about in endpoints:
        if about.body:
            found[(about.body, "validation")] = None
        for model in about.answers.values():
            if model is not None:
                found[(model, "serialization")] = None
    return list(found)


def _operation(rule: str, method: str, about: Description, mapping: dict[Any, Any]) -> dict[str, Any]:
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _PATH_TYPES.get(kind, {"type": "string"}),
        }
        for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule)
    ]
    if about.query:
        parameters += _query_parameters(about.query)
    if about.prefer:
        parameters.append(
            {"name": "Prefer", "in": "header", "required": False, "schema": _said(about.prefer)}
        )
    name = re.sub(r"\W+", "_", rule.removeprefix("/api/v1/")).strip("_")
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()}_{name}",
        "summary": about.summary,
        "description": _who_may(about),
        "parameters": parameters,
        "responses": {
            "default": _content("A problem", {"$ref": "#/components/schemas/Problem"}, problem=True)
        },
    }
    for status, model in sorted((about.answers or {200: None}).items()):
        schema = mapping[(model, "serialization")] if model is not None else None
        answer = _content("As asked", schema, also=about.also if status == 200 else ())
        if about.prefer and status == 200:
            answer["headers"] = {"Preference-Applied": {"schema": _said(about.prefer)}}
        operation["responses"][str(status)] = answer
    if about.body:
        schema = mapping[(about.body, "validation")]
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    elif about.raw:
        binary = {"schema": {"type": "string", "format": "binary"}}
        operation["requestBody"] = {"required": True, "content": {about.raw: binary}}
    if about.public:
        operation["security"] = []
    return operation


def _said(example: str) -> dict[str, Any]:
    return {"type": "string", "examples": [example]}


def _who_may(about: Description) -> str:
    """Who may call, and what the place or the case decides besides."""
    callers = "Anybody" if about.public else str(about.roles).capitalize()
    return f"{callers}. {about.asks}".rstrip(" .") + "."


def _content(text: str, schema: Any, *, problem: bool = False, also: tuple[str, ...] = ()) -> dict[str, Any]:
    kind = "application/problem+json" if problem else "application/json"
    kinds = {kind: {"schema": schema}} if schema is not None else {}
    kinds |= {other: {} for other in also}
    return {"description": text, "content": kinds} if kinds else {"description": text}


def _query_parameters(model: type[BaseModel]) -> list[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=_REF)
    required = set(schema.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": about}
        for name, about in schema.get("properties", {}).items()
    ]
