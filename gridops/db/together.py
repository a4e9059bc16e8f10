"""What a session has changed, rows of any tables, written by one statement instead of one for each table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, insert, inspect, literal_column, orm, update
from sqlalchemy.orm.exc import StaleDataError

from gridops.db.queries import count_each
from gridops.db.session import Session

_ONE: Any = literal_column("1").label("one")


def write_together(session: Session) -> None:
    """Write changed and new rows that the session knows, in one trip.

    StaleDataError where a row is gone or out of sight; what the database refuses is raised as by a flush. New rows
    are known to the session no longer: they are read where they are asked for.
    """
    if session.deleted:
        session.flush()
        return
    changed = [row for row in session.dirty if session.is_modified(row, include_collections=False)]
    added = list(session.new)
    written = [*map(_updated, changed), *map(_inserted, added)]
    if not written:
        return
    parts = [one.returning(_ONE).cte(f"written_{n}") for n, one in enumerate(written)]
    if any(count != 1 for count in count_each(session, parts)):
        raise StaleDataError("a row was changed by nobody: it is gone, or out of sight")
    for row in changed:
        for name, value in _changes(row).items():
            orm.attributes.set_committed_value(row, name, value)
    for row in added:
        session.expunge(row)


def _changes(row: Any) -> dict[str, Any]:
    state: Any = inspect(row)
    columns = state.mapper.column_attrs
    return {a.key: a.value for a in state.attrs if a.key in columns and a.history.has_changes()}


def _updated(row: Any) -> Any:
    state: Any = inspect(row)
    table = state.mapper.local_table
    is_it = and_(*(c == v for c, v in zip(state.mapper.primary_key, state.identity, strict=True)))
    return update(table).where(is_it).values(_by_column(state, _changes(row)))


def _inserted(row: Any) -> Any:
    state: Any = inspect(row)
    said = {a.key: a.value for a in state.attrs if a.key in state.dict}
    return insert(state.mapper.local_table).values(_by_column(state, said))


def _by_column(state: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {state.mapper.columns[key].name: value for key, value in values.items()}
