"""Call a stationed agency's powers statutory, tell grants from permits, keep signposts and companies outside.

What cases and the log keep of a power stays as it was said; only the register is told anew.

Revision: 20261126_0010; after: 20261123_0009
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0010"
down_revision = "20261123_0009"
branch_labels = None
depends_on = None

#: Table, column, words before, words that come in now.
CHECKS = (
    (
        "power",
        "act",
        ("order", "penalise", "permit", "remove"),
        ("seize", "clear", "confirm", "grant", "register"),
    ),
    ("standard", "intake_mode", ("manual", "auto_file", "auto_dispatch"), ("record_only",)),
    ("agency", "kind", ("body", "stationed", "grid_unit", "village_unit"), ("outside",)),
    ("unit", "kind", ("body", "stationed", "grid", "village"), ("outside",)),
)

#: The first rules' names, with one word for a level: before, after.
NAMES = (
    ("村（社区）级事项由村（社区）自身力量处置", "村社区级事项由村社区自身力量处置"),
    ("区级事项由区级牵头部门处置", "区县级事项由区县牵头部门处置"),
)


def _check(table: str, column: str, words: tuple[str, ...]) -> None:
    said = ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(op.f(f"ck_{table}_{column}"), table, schema="gridops", type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN ({said})", schema="gridops")


def upgrade() -> None:
    op.drop_constraint(op.f("ck_power_basis"), "power", schema="gridops", type_="check")
    op.execute("UPDATE gridops.power SET basis = 'statutory' WHERE basis = 'stationed'")
    op.create_check_constraint(
        op.f("ck_power_basis"), "power", "basis IN ('statutory', 'delegated', 'entrusted')", schema="gridops"
    )
    for table, column, before, more in CHECKS:
        _check(table, column, before + more)
    for before, after in NAMES:
        _rename(before, after)
    op.add_column(
        "standard", sa.Column("signpost", sa.Text(), server_default="", nullable=False), schema="gridops"
    )


def _rename(before: str, after: str) -> None:
    rules = sa.table("routing_rule", sa.column("name"), schema="gridops")
    op.execute(sa.update(rules).where(rules.c.name == before).values(name=after))


def downgrade() -> None:
    for before, after in NAMES:
        _rename(after, before)
    op.drop_column("standard", "signpost", schema="gridops")
    op.execute("UPDATE gridops.standard SET intake_mode = 'manual' WHERE intake_mode = 'record_only'")
    # Before, every act that is neither an order nor a penalty was a permit, and a company a body.
    op.execute(
        "UPDATE gridops.power SET act = CASE act WHEN 'clear' THEN 'order' WHEN 'seize' THEN 'penalise'"
        " ELSE 'permit' END WHERE act IN ('seize', 'clear', 'confirm', 'grant', 'register')"
    )
    for table in ("agency", "unit"):
        op.execute(f"UPDATE gridops.{table} SET kind = 'body' WHERE kind = 'outside'")
    for table, column, before, _more in CHECKS:
        _check(table, column, before)
    op.drop_constraint(op.f("ck_power_basis"), "power", schema="gridops", type_="check")
    # A stationed agency's own powers were called so.
    op.execute(
        "UPDATE gridops.power p SET basis = 'stationed' FROM gridops.agency a"
        " WHERE p.basis = 'statutory' AND p.holder = 'agency' AND a.code = p.agency_code AND a.kind = 'stationed'"
    )
    op.create_check_constraint(
        op.f("ck_power_basis"),
        "power",
        "basis IN ('statutory', 'delegated', 'entrusted', 'stationed')",
        schema="gridops",
    )
