"""The list of responsibilities, what is done before a dispute is settled, hand-downs, and burdens refused.

Revision: 20261123_0007; after: 20261123_0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID as PG_UUID

revision = "20261123_0007"
down_revision = "20261123_0006"
branch_labels = None
depends_on = None

SCHEMA = "gridops"
UUID = PG_UUID(as_uuid=True)
CODE = sa.Text(collation="C")
WHEN = sa.DateTime(timezone=True)
TABLES = ("responsibility", "first_duty", "refused_burden", "hand_down")
OF_CASE = "(EXISTS (SELECT 1 FROM gridops.incident i WHERE i.id = incident_id))"


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, server_default="", nullable=False)


def _responsibility() -> None:
    op.create_table(
        "responsibility",
        sa.Column("id", UUID, nullable=False),
        sa.Column("item_code", sa.Text, nullable=False),
        sa.Column("item_name", sa.Text, nullable=False),
        _text("item_group"),
        sa.Column("kind", sa.Text, nullable=False),
        _text("service_code"),
        _text("group_code"),
        sa.Column("area_code", CODE, server_default="", nullable=False),
        _text("upper_agency"),
        _text("upper_part"),
        _text("town_part"),
        sa.Column("paid_by", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        _text("note"),
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.CheckConstraint(
            "kind IN ('basic', 'assisting', 'taken_back')", name=op.f("ck_responsibility_kind")
        ),
        sa.CheckConstraint(
            "paid_by IN ('township', 'district', 'shared')", name=op.f("ck_responsibility_paid_by")
        ),
        sa.CheckConstraint(
            "kind = 'basic' OR upper_agency <> ''", name=op.f("ck_responsibility_upper_agency")
        ),
        sa.CheckConstraint("service_code = '' OR group_code = ''", name=op.f("ck_responsibility_what")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_responsibility_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
        schema=SCHEMA,
    )
    op.execute(
        "ALTER TABLE gridops.responsibility ADD CONSTRAINT ex_responsibility_dates EXCLUDE USING gist"
        " (item_code WITH =, area_code WITH =, daterange(valid_from, valid_to) WITH &&)"
    )
    op.create_table(
        "first_duty",
        sa.Column("id", UUID, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        _text("service_code"),
        _text("group_code"),
        _text("origin"),
        sa.CheckConstraint(
            "ground IN ('flood', 'fire', 'life', 'work_safety', 'hotline_12345')",
            name=op.f("ck_first_duty_ground"),
        ),
        sa.CheckConstraint(
            "(service_code <> '')::int + (group_code <> '')::int + (origin <> '')::int = 1",
            name=op.f("ck_first_duty_one_thing"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_duty")),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_first_duty_what",
        "first_duty",
        ["service_code", "group_code", "origin"],
        unique=True,
        schema=SCHEMA,
    )
    # A hotline ticket is never blocked by a dispute, whatever it is about.
    op.execute(
        "INSERT INTO gridops.first_duty (id, ground, origin)"
        " VALUES (gen_random_uuid(), 'hotline_12345', 'hotline_12345')"
    )


def _burdens() -> None:
    op.create_table(
        "refused_burden",
        sa.Column("id", UUID, nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("asked_on", sa.Date, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        _text("answer"),
        sa.Column("answered_on", sa.Date),
        sa.Column("recorded_by", UUID),
        sa.Column("recorded_at", WHEN, nullable=False),
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('responsibility_letter', 'veto_item', 'off_list_survey', 'other')",
            name=op.f("ck_refused_burden_kind"),
        ),
        sa.CheckConstraint("(answer = '') = (answered_on IS NULL)", name=op.f("ck_refused_burden_answered")),
        sa.CheckConstraint(
            "answered_on IS NULL OR answered_on >= asked_on", name=op.f("ck_refused_burden_dates")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_burden")),
        schema=SCHEMA,
    )
    op.create_index("ix_refused_burden_area_code", "refused_burden", ["area_code", "asked_on"], schema=SCHEMA)


def _hand_downs() -> None:
    op.create_table(
        "hand_down",
        sa.Column("id", UUID, nullable=False),
        sa.Column("incident_id", UUID, nullable=False),
        sa.Column("township_code", CODE, nullable=False),
        sa.Column("from_level", sa.Text, nullable=False),
        sa.Column("to_level", sa.Text, nullable=False),
        sa.Column("made_at", WHEN, nullable=False),
        sa.Column("made_by", UUID),
        sa.Column("state", sa.Text, nullable=False),
        _text("basis"),
        _text("funding"),
        sa.Column("responsibility_id", UUID),
        _text("ground"),
        sa.Column("declined_at", WHEN),
        sa.Column("declined_by", UUID),
        sa.Column("cited_id", UUID),
        sa.Column("decided_at", WHEN),
        sa.Column("decided_by", UUID),
        _text("decision"),
        _text("decision_note"),
        sa.CheckConstraint(
            "state IN ('based', 'disputed', 'refused', 'declined', 'arbitrated')",
            name=op.f("ck_hand_down_state"),
        ),
        sa.CheckConstraint(
            "decision IN ('', 'township', 'district', 'shared')", name=op.f("ck_hand_down_decision")
        ),
        sa.CheckConstraint(
            "(state = 'arbitrated') = (decided_at IS NOT NULL) AND (decided_at IS NULL) = (decision = '')",
            name=op.f("ck_hand_down_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["gridops.incident.id"],
            name=op.f("fk_hand_down_incident_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["responsibility_id"], ["gridops.responsibility.id"], name=op.f("fk_hand_down_responsibility_id")
        ),
        sa.ForeignKeyConstraint(
            ["cited_id"], ["gridops.responsibility.id"], name=op.f("fk_hand_down_cited_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_down")),
        schema=SCHEMA,
    )
    op.create_index("ix_hand_down_incident_id", "hand_down", ["incident_id"], schema=SCHEMA)
    op.create_index("ix_hand_down_township_code", "hand_down", ["township_code", "made_at"], schema=SCHEMA)
    op.execute("ALTER TABLE gridops.hand_down ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY system_all ON gridops.hand_down TO gridops_system USING (true) WITH CHECK (true)"
    )
    op.execute("CREATE POLICY map_select ON gridops.hand_down FOR SELECT TO gridops_map USING (true)")
    op.execute(f"CREATE POLICY app_select ON gridops.hand_down FOR SELECT TO gridops_app USING {OF_CASE}")
    op.execute(
        f"CREATE POLICY app_insert ON gridops.hand_down FOR INSERT TO gridops_app WITH CHECK {OF_CASE}"
    )
    op.execute(
        f"CREATE POLICY app_update ON gridops.hand_down FOR UPDATE TO gridops_app USING {OF_CASE} WITH CHECK {OF_CASE}"
    )


def upgrade() -> None:
    _responsibility()
    _burdens()
    _hand_downs()
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE ON gridops.{table} TO gridops_app")
        op.execute(f"GRANT SELECT ON gridops.{table} TO gridops_map")
        op.execute(f"GRANT ALL ON gridops.{table} TO gridops_system")
    for table in ("responsibility", "first_duty"):
        op.execute(f"GRANT DELETE ON gridops.{table} TO gridops_app")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema=SCHEMA)
