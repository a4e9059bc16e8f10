"""Who is on duty, by shift: the duty officer holds that role while it lasts; certificates of enforcement officers.

Revision: 20261127_0050; after: 20261127_0049
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_0050"
down_revision = "20261127_0049"
branch_labels = None
depends_on = None

# Who holds which role over what at a moment: by a post of his own, or as its deputy for a time; a worker's post over a
# grid makes him one of the grid's own unit. Inlined by the planner, so that it is asked for one account as quickly as a
# table. Days are the deployment's.
_IN_FORCE = """p.valid_from <= (at AT TIME ZONE coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC'))::date
      AND (p.valid_to IS NULL
       OR p.valid_to > (at AT TIME ZONE coalesce((SELECT d.time_zone FROM gridops.deployment d), 'UTC'))::date)"""
_IN_TIME = "s.account_id IS NOT NULL AND s.from_at <= at AND s.until_at > at"
_OWN_UNIT = """gridops.unit u ON u.area_code = p.area_code AND u.kind IN ('grid', 'village') AND u.is_active
      AND p.role = 'grid_worker'"""
_BEFORE = f"""
CREATE OR REPLACE FUNCTION gridops.held_posts(at timestamptz)
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

# As before, and who is on duty.
HELD_POSTS = (
    _BEFORE.rstrip().removesuffix("$$")
    + """    UNION ALL
    SELECT r.officer_id, 'duty_officer', r.area_code, NULL, NULL, false
    FROM gridops.duty_shift r WHERE r.officer_id IS NOT NULL AND r.from_at <= at AND r.until_at > at
$$
"""
)


def upgrade() -> None:
    op.create_table(
        "duty_shift",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("area_code", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("shift", sa.Text, nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leader_name", sa.Text, nullable=False),
        sa.Column("leader_phone", sa.Text, nullable=False),
        sa.Column("officer_name", sa.Text, nullable=False),
        sa.Column("officer_phone", sa.Text, nullable=False),
        sa.Column("officer_id", sa.Uuid),
        sa.Column("driver_name", sa.Text, nullable=False, server_default=""),
        sa.Column("driver_phone", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["gridops.account.id"], name=op.f("fk_duty_shift_officer_id")
        ),
        sa.CheckConstraint("shift IN ('day', 'night', 'whole')", name=op.f("ck_duty_shift_shift")),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_duty_shift_times")),
        schema="gridops",
    )
    op.execute(
        "ALTER TABLE gridops.duty_shift ADD CONSTRAINT ex_duty_shift_times"
        " EXCLUDE USING gist (area_code WITH =, tstzrange(from_at, until_at) WITH &&)"
    )
    op.create_index("ix_duty_shift_day", "duty_shift", ["day", "area_code"], schema="gridops")
    op.create_index("ix_duty_shift_officer_id", "duty_shift", ["officer_id", "until_at"], schema="gridops")
    op.execute("GRANT ALL ON gridops.duty_shift TO gridops_system")
    op.execute("GRANT SELECT ON gridops.duty_shift TO gridops_app, gridops_map")
    op.execute(HELD_POSTS)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("officer_name", sa.Text, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("account_id", sa.Uuid),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_until", sa.Date, nullable=False),
        sa.Column("withdrawn_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.ForeignKeyConstraint(["agency_id"], ["gridops.agency.id"], name=op.f("fk_certificate_agency_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["gridops.account.id"], name=op.f("fk_certificate_account_id")
        ),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_certificate_dates")),
        schema="gridops",
    )
    op.create_index("ix_certificate_agency_id", "certificate", ["agency_id"], schema="gridops")
    op.execute("GRANT ALL ON gridops.certificate TO gridops_system")
    op.execute("GRANT SELECT ON gridops.certificate TO gridops_app")


def downgrade() -> None:
    op.execute(_BEFORE)
    op.drop_table("certificate", schema="gridops")
    op.drop_table("duty_shift", schema="gridops")
