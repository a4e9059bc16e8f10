"""What the document says beyond the models' own schemas: texts without NUL, empty parameters, refusals by code, paths.

Pure: dictionaries in and out. No endpoint is known here by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gridops.errors import CATALOGUE
from gridops.http.wire import REFUSES

PROBLEM: dict[str, Any] = {
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
_REF = {"$ref": "#/components/schemas/Problem"}
_ANY = r"[^\u0000]"
#: What a text may hold: no column takes a NUL. Where something must stand, a blank is nothing.
_TEXT, _SOME = f"^{_ANY}*$", rf"^{_ANY}*[^\s\u0000]{_ANY}*$"
#: Keywords that say already what a text looks like.
_SAID = {"enum", "const", "format", "pattern"}
#: What is said of a parameter as a whole, not of one of its forms.
_OUTER = {"title", "description", REFUSES}
_RULE = re.compile(r"<(?:(\w+):)?(\w+)>")


def refusal(*codes: str) -> dict[str, Any]:
    """An answer that is a problem, of these codes of the catalogue or of any."""
    text = "; ".join(CATALOGUE[code].title.en for code in codes) or "A problem"
    schema = {"allOf": [_REF, {"properties": {"code": {"enum": list(codes)}}}]} if codes else _REF
    return {"description": text, "content": {"application/problem+json": {"schema": schema}}}


def body_schema(schemas: dict[str, Any], ref: str) -> None:
    """Say of every text in a body (the schema `ref` and those it leads to) that it holds no NUL. Changes `schemas`."""
    waiting, seen = [ref], set()
    while waiting:
        name = waiting.pop().rpartition("/")[2]
        if name not in seen and name in schemas:
            seen.add(name)
            _say_texts(schemas[name], waiting)


def query_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a model as an address can say them: never null; one that may be absent may be empty."""
    _say_texts(schema, [], is_stripped=False)
    required = schema.get("required", ())
    schema["properties"] = {
        name: about if name in required else _or_empty(about)
        for name, about in schema.get("properties", {}).items()
    }
    return schema


def _or_empty(about: dict[str, Any]) -> dict[str, Any]:
    outer = {key: value for key, value in about.items() if key in _OUTER}
    inner = {key: value for key, value in about.items() if key not in {*outer, "anyOf", "default"}}
    forms = [one for one in about.get("anyOf", [inner]) if one != {"type": "null"}]
    if about.get("default") is not None:
        outer["default"] = about["default"]
    if any(form.get("type") == "array" for form in forms):
        return outer | forms[0]
    return outer | {"anyOf": [*forms, {"const": ""}]}


def _say_texts(schema: Any, refs: list[str], *, is_stripped: bool = True) -> None:
    """Walk a schema; references found are left in `refs`. Texts of a body are stripped of blanks at their ends."""
    if isinstance(schema, list):
        for one in schema:
            _say_texts(one, refs, is_stripped=is_stripped)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("$ref"), str):
        refs.append(schema["$ref"])
    if schema.get("type") == "string" and not _SAID & schema.keys():
        schema["pattern"] = _SOME if schema.get("minLength") and is_stripped else _TEXT
    for key, value in schema.items():
        if key in {"properties", "$defs", "patternProperties"}:
            _say_texts(list(value.values()), refs, is_stripped=is_stripped)
        elif key in {"items", "additionalProperties", "anyOf", "oneOf", "allOf", "prefixItems"}:
            _say_texts(value, refs, is_stripped=is_stripped)


def paths_told(rules: Sequence[str]) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """(path as the document names it, its parameters as (kind, name)) of each rule.

    Rules that differ by the names of parameters alone are one path in a document: a parameter that they name
    differently is called by both names.
    """
    names: dict[str, list[list[str]]] = {}
    for rule in rules:
        shared = names.setdefault(_RULE.sub("{}", rule), [])
        for at, (_, name) in enumerate(_RULE.findall(rule)):
            if at == len(shared):
                shared.append([])
            if name not in shared[at]:
                shared[at].append(name)
    told = {}
    for rule in rules:
        called = ["_or_".join(sorted(one)) for one in names[_RULE.sub("{}", rule)]]
        given = iter(called)
        path = _RULE.sub(lambda _match, given=given: f"{{{next(given)}}}", rule)  # type: ignore[misc]
        kinds = [kind for kind, _ in _RULE.findall(rule)]
        told[rule] = (path, list(zip(kinds, called, strict=True)))
    return told
