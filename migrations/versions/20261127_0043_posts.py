"""Roles become posts with dates and who gave them, deputies stand in for a time, a telephone is one active account's.

Revision: 20261127_0043; after: 20261127_0053
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0043"
down_revision = "20261127_0053"
branch_labels = None
depends_on = None

CONSTRAINTS = ("pk_{}", "fk_{}_account_id", "fk_{}_unit_id", "ck_{}_role", "ck_{}_over_one_thing")
INDEXES = ("ix_{}_account_id", "ix_{}_unit_id")

# Who holds which role over what at a moment: by a post of his own, or as its deputy for a time; a worker's post over a
# grid makes him one of the grid's own unit. Inlined by the planner, so that it is asked for one account as quickly as a
# table. Days are the deployment's.
_IN_FORCE = """p.valid_from <= (at AT TIME ZONE coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC'))::date
      AND (p.valid_to IS NULL
       OR p.valid_to > (at AT TIME ZONE coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC'))::date)"""
_IN_TIME = "s.account_id IS NOT NULL AND s.from_at <= at AND s.until_at > at"
_OWN_UNIT = """gridops.unit u ON u.area_code = p.area_code AND u.kind IN ('grid', 'village') AND u.is_active
      AND p.role = 'grid_worker'"""
HELD_POSTS = f"""
CREATE FUNCTION gridops.held_posts(at timestamptz)
RETURNS TABLE (account_id uuid, role text, area_code text, unit_id uuid, post_id uuid, is_deputy boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.account_id, p.role, p.area_code, p.unit_id, p.id, false
    FROM gridops.post p WHERE {_IN_FORCE}
    UNION ALL
    SELECT p.account_id, p.role, NULL, u.id, p.id, false
    FROM gridops.post p JOIN {_OWN_UNIT} WHERE {_IN_FORCE}
    UNION ALL
    SELECT s.account_id, p.role, p.area_code, p.unit_id, p.id, true
    FROM gridops.deputy s JOIN gridops.post p ON p.id = s.post_id WHERE {_IN_TIME} AND {_IN_FORCE}
    UNION ALL
    SELECT s.account_id, p.role, NULL, u.id, p.id, true
    FROM gridops.deputy s JOIN gridops.post p ON p.id = s.post_id JOIN {_OWN_UNIT} WHERE {_IN_TIME} AND {_IN_FORCE}
$$
"""


def _rename(before: str, after: str) -> None:
    for name in CONSTRAINTS:
        op.execute(
            f"ALTER TABLE gridops.{after} RENAME CONSTRAINT {name.format(before)} TO {name.format(after)}"
        )
    for name in INDEXES:
        op.execute(f"ALTER INDEX gridops.{name.format(before)} RENAME TO {name.format(after)}")


def upgrade() -> None:
    op.execute("ALTER TABLE gridops.role_grant RENAME TO post")
    _rename("role_grant", "post")
    op.add_column(
        "post", sa.Column("version", sa.Integer, nullable=False, server_default="1"), schema="gridops"
    )
    for name in ("valid_from", "valid_to", "ends_on"):
        op.add_column("post", sa.Column(name, sa.Date), schema="gridops")
    op.add_column("post", sa.Column("replaces_id", sa.Uuid), schema="gridops")
    op.add_column("post", sa.Column("given_by", sa.Uuid), schema="gridops")
    op.add_column(
        "post",
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        schema="gridops",
    )
    # What is held has been held as long as its account is there.
    op.execute(
        "UPDATE gridops.post p SET valid_from = a.created_at::date - 1, given_at = a.created_at"
        " FROM gridops.account a WHERE a.id = p.account_id"
    )
    op.execute(
        "DELETE FROM gridops.post p USING gridops.post q WHERE q.id < p.id AND q.account_id = p.account_id"
        " AND q.role = p.role AND q.area_code IS NOT DISTINCT FROM p.area_code"
        " AND q.unit_id IS NOT DISTINCT FROM p.unit_id"
    )
    op.alter_column("post", "valid_from", nullable=False, schema="gridops")
    op.create_foreign_key(
        op.f("fk_post_given_by"), "post", "account", ["given_by"], ["id"],
        source_schema="gridops", referent_schema="gridops",
    )  # fmt: skip
    op.create_check_constraint(
        op.f("ck_post_dates"), "post", "valid_to IS NULL OR valid_to >= valid_from", schema="gridops"
    )
    for column in ("area_code", "unit_id"):
        op.execute(
            f"ALTER TABLE gridops.post ADD CONSTRAINT ex_post_{column} EXCLUDE USING gist (account_id WITH =,"
            f" role WITH =, {column} WITH =, daterange(valid_from, valid_to) WITH &&)"
            " DEFERRABLE INITIALLY IMMEDIATE"
        )
    op.create_index("ix_post_area_code", "post", ["area_code"], schema="gridops")

    op.create_table(
        "deputy",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("post_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("given_by", sa.Uuid),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["gridops.post.id"], name=op.f("fk_deputy_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["gridops.account.id"], name=op.f("fk_deputy_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["given_by"], ["gridops.account.id"], name=op.f("fk_deputy_given_by")),
        sa.CheckConstraint("until_at >= from_at", name=op.f("ck_deputy_times")),
        sa.CheckConstraint(
            "reason IN ('leave', 'training', 'illness', 'other')", name=op.f("ck_deputy_reason")
        ),
        schema="gridops",
    )
    op.execute(
        "ALTER TABLE gridops.deputy ADD CONSTRAINT ex_deputy_times"
        " EXCLUDE USING gist (post_id WITH =, tstzrange(from_at, until_at) WITH &&)"
    )
    op.create_index("ix_deputy_account_id", "deputy", ["account_id"], schema="gridops")
    op.execute("GRANT ALL ON gridops.deputy TO gridops_system")
    op.execute("GRANT SELECT ON gridops.deputy TO gridops_app, gridops_map")
    op.execute(HELD_POSTS)

    op.add_column("account", sa.Column("agency_id", sa.Uuid), schema="gridops")
    op.add_column("account", sa.Column("leaves_on", sa.Date), schema="gridops")
    op.create_foreign_key(
        op.f("fk_account_agency_id"), "account", "agency", ["agency_id"], ["id"],
        source_schema="gridops", referent_schema="gridops",
    )  # fmt: skip
    op.create_index(
        "uq_account_phone", "account", ["phone"], unique=True, schema="gridops",
        postgresql_where=sa.text("is_active"),
    )  # fmt: skip
    op.execute("GRANT SELECT (agency_id, leaves_on, created_at) ON gridops.account TO gridops_app")


def downgrade() -> None:
    op.execute("REVOKE SELECT (agency_id, leaves_on, created_at) ON gridops.account FROM gridops_app")
    op.drop_index("uq_account_phone", table_name="account", schema="gridops")
    op.drop_column("account", "leaves_on", schema="gridops")
    op.drop_column("account", "agency_id", schema="gridops")
    op.execute("DROP FUNCTION gridops.held_posts")
    op.drop_table("deputy", schema="gridops")
    op.drop_index("ix_post_area_code", table_name="post", schema="gridops")
    # What is not held today is no role.
    op.execute("DELETE FROM gridops.post WHERE valid_from > current_date OR valid_to <= current_date")
    for name in ("ex_post_area_code", "ex_post_unit_id", "ck_post_dates", "fk_post_given_by"):
        op.execute(f"ALTER TABLE gridops.post DROP CONSTRAINT {name}")
    for name in ("given_at", "given_by", "replaces_id", "ends_on", "valid_to", "valid_from", "version"):
        op.drop_column("post", name, schema="gridops")
    op.execute("ALTER TABLE gridops.post RENAME TO role_grant")
    _rename("post", "role_grant")
