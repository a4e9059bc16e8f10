"""The cluster's roles: made before and apart from any database, since policies and grants name them.

Asked again, nothing changes; no role's password or attribute is touched.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from gridops.db.rights.queries import may_become
from gridops.db.session import ROLES

# Another process may make the same role at this moment; where it is there, no right to make roles is needed.
_CREATE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_JOIN = """
DO $$ BEGIN
    GRANT {role} TO CURRENT_USER;
EXCEPTION WHEN unique_violation OR internal_error THEN NULL;
END $$
"""


def make_roles(connection: Connection) -> list[str]:
    """Make the roles that are missing and let the account that is signed in take them; returns what was done.

    Without the right to make roles the database refuses, unless there is nothing to be done.
    """
    done = []
    for role in ROLES:
        before = may_become(connection, role)
        if before is None:
            connection.execute(text(_CREATE.format(role=role)))
            done.append(f"made {role}")
        if not may_become(connection, role):
            # From PostgreSQL 16 on, having made a role does not include becoming it.
            connection.execute(text(_JOIN.format(role=role)))
            done.append(f"may now become {role}")
    return done
