"""From what a view returns to the response: only wire models, plain containers of them and responses leave."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response
from pydantic import BaseModel


def as_json(value: Any) -> bytes:
    """What leaves the service as JSON: wire models and plain containers of them."""
    if isinstance(value, BaseModel):
        # In one go, without the containers between.
        return value.__pydantic_serializer__.to_json(value)
    return orjson.dumps(value, default=_default)


def _default(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} does not leave the service")


def present(result: Any) -> Response:
    """A view's result as a response."""
    if isinstance(result, Response):
        return result
    content, status, *rest = result if isinstance(result, tuple) else (result, 200)
    headers = rest[0] if rest else {}
    if content is None:
        return Response(status=status, headers=headers)
    return Response(as_json(content), status=status, headers=headers, content_type="application/json")
