"""Rows that the database handed out as JSON, several tables in one answer, made into rows again. Nothing is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from gridops.db.base import Base

RowT = TypeVar("RowT", bound=Base)

_READ = {UUID: UUID, datetime: datetime.fromisoformat}


def row_of(model: type[RowT], document: Mapping[str, Any]) -> RowT:
    """A row of `model` as `to_jsonb` shows it: to be read, never to be written."""
    return model(
        **{
            column.name: value if read is None or value is None else read(value)  # type: ignore[operator]
            for column in model.__table__.columns
            if column.name in document
            for value, read in [(document[column.name], _READ.get(column.type.python_type))]
        }
    )
