"""Alembic's environment: our schema only, GeoAlchemy2's helpers, lock and statement timeouts."""

from __future__ import annotations

from typing import Any

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import create_engine, text

from gridops.db.base import SCHEMA, Base
from gridops.cli.tables import import_all

import_all()


def include_name(name: str | None, kind: str, parents: Any) -> bool:
    """Only our schema: the tables of PostGIS's tiger and topology are not ours to drop."""
    return name == SCHEMA if kind == "schema" else True


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Our tables without the version table; GeoAlchemy2 keeps its own indexes out."""
    if kind == "table" and name == "alembic_version":
        return False
    return bool(alembic_helpers.include_object(thing, name, kind, reflected, other))


def run(connection: Any) -> None:
    """Run migrations on an open connection, inside its transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=include_name,
        include_object=include_object,
        process_revision_directives=alembic_helpers.writer,
        render_item=alembic_helpers.render_item,
        compare_type=True,
    )
    connection.execute(text("SET lock_timeout = '10s'"))
    connection.execute(text("SET statement_timeout = '10min'"))
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
    with engine.begin() as opened:
        run(opened)
