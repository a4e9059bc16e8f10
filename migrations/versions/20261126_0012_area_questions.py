"""Ask where a row holds whose area was split, and have the first day of a set carry registers over.

Revision: 20261126_0012; after: 20261126_0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

revision = "20261126_0012"
down_revision = "20261126_0011"
branch_labels = None
depends_on = None

UUID = PG_UUID(as_uuid=True)
CODE = sa.Text(collation="C")
WHEN = sa.DateTime(timezone=True)
#: The convention was put before a name that had it already.
DOUBLED, NAMED = "ck_boundary_change_ck_boundary_change_phase", "ck_boundary_change_phase"
PHASES = ("units", "people", "cases", "stragglers", "done")


def _phases(before: str, after: str, *phases: str) -> None:
    said = ", ".join(f"'{phase}'" for phase in phases)
    op.drop_constraint(op.f(before), "boundary_change", schema="gridops", type_="check")
    op.create_check_constraint(op.f(after), "boundary_change", f"phase IN ({said})", schema="gridops")


def upgrade() -> None:
    op.create_table(
        "area_question",
        sa.Column("id", UUID, nullable=False),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("row_id", UUID, nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("heirs", ARRAY(CODE), nullable=False),
        sa.Column("asked_at", WHEN, nullable=False),
        sa.Column("answer", ARRAY(CODE)),
        sa.Column("answered_at", WHEN),
        sa.Column("answered_by", UUID),
        sa.CheckConstraint(
            "register IN ('power', 'responsibility', 'routing_rule', 'precedent', 'working_hours', 'area_class')",
            name=op.f("ck_area_question_register"),
        ),
        sa.CheckConstraint("reason IN ('split', 'gone', 'taken')", name=op.f("ck_area_question_reason")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)", name=op.f("ck_area_question_answered")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_question")),
        sa.UniqueConstraint(
            "register",
            "row_id",
            "area_code",
            "first_day",
            name=op.f("uq_area_question_register_row_id_area_code_first_day"),
        ),
        schema="gridops",
    )
    op.execute("GRANT SELECT, UPDATE ON gridops.area_question TO gridops_app")
    op.execute("GRANT SELECT ON gridops.area_question TO gridops_map")
    op.execute("GRANT ALL ON gridops.area_question TO gridops_system")
    _phases(DOUBLED, NAMED, "units", "people", "registers", "cases", "stragglers", "done")


def downgrade() -> None:
    op.execute("UPDATE gridops.boundary_change SET phase = 'cases' WHERE phase = 'registers'")
    _phases(NAMED, DOUBLED, *PHASES)
    op.drop_table("area_question", schema="gridops")
