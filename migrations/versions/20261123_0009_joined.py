"""Keep apart who only reported the same thing: told how a case goes, never reading what is private of it.

Revision: 20261123_0009; after: 20261123_0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "20261123_0009"
down_revision = "20261123_0008"
branch_labels = None
depends_on = None

ME = "i.person_ids @> ARRAY[gridops.actor_id()]"
NOT_JOINED = f"({ME} AND NOT i.joined_ids @> ARRAY[gridops.actor_id()])"
IN_CHAIN = """(
    i.reporter_id = gridops.actor_id()
    OR {mine}
    OR i.unit_ids && gridops.actor_units()
    OR gridops.is_within(i.scope_code, 'gridops.chain_areas')
    OR gridops.is_within(i.special_grid_code, 'gridops.chain_areas')
    OR i.id = gridops.held_id()
)"""


def _policies(mine: str) -> None:
    chain = IN_CHAIN.format(mine=mine)
    for table, commands, condition in (
        ("incident_private", ("SELECT", "INSERT", "UPDATE"), chain),
        ("incident_note", ("SELECT", "INSERT"), f"(NOT i.is_restricted OR {chain})"),
        ("incident_media", ("SELECT", "INSERT"), f"(NOT i.is_restricted OR {chain})"),
    ):
        of_case = f"(EXISTS (SELECT 1 FROM gridops.incident i WHERE i.id = incident_id AND {condition}))"
        for command in commands:
            name = f"app_{command.lower()}"
            using = f"USING {of_case}" if command != "INSERT" else ""
            check = f"WITH CHECK {of_case}" if command != "SELECT" else ""
            op.execute(f"ALTER POLICY {name} ON gridops.{table} {using} {check}")


def upgrade() -> None:
    op.add_column(
        "incident",
        sa.Column("joined_ids", ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        schema="gridops",
    )
    # Those who joined so far: persons of a case who neither reported nor took it.
    op.execute(
        "UPDATE gridops.incident i SET joined_ids = ARRAY(SELECT p FROM unnest(i.person_ids) p"
        " WHERE p <> i.reporter_id AND NOT EXISTS (SELECT 1 FROM gridops.dispatch d"
        " WHERE d.incident_id = i.id AND d.assignee_id = p)) WHERE cardinality(i.person_ids) > 1"
    )
    op.execute("GRANT SELECT (joined_ids) ON gridops.incident TO gridops_map")
    _policies(NOT_JOINED)


def downgrade() -> None:
    _policies(ME)
    op.drop_column("incident", "joined_ids", schema="gridops")
