"""Give matters versions with dates, admissions, seasons of working hours and classes of areas.

Revision: 20261122_0005; after: 20261122_0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_0005"
down_revision = "20261122_0004"
branch_labels = None
depends_on = None

SCHEMA = "gridops"
UUID = postgresql.UUID(as_uuid=True)
TEXTS = postgresql.ARRAY(sa.Text())
JSONB = postgresql.JSONB()
CODE = sa.Text(collation="C")
NONE, EMPTY_LIST, EMPTY_OBJECT = sa.text("'{}'"), sa.text("'[]'::jsonb"), sa.text("'{}'::jsonb")

LEVELS = "('grid', 'village', 'township', 'district')"
#: What a matter said about itself and says by version from now on; the first group has no default.
MOVED = (
    "service_name",
    "service_group",
    "group_code",
    "label_family",
    "intake_mode",
    "default_level",
    "lead_agency",
    "helping_agencies",
    "is_restricted",
    "near_radius_m",
    "near_hours",
    "call_first",
    "urgency_default",
    "aliases",
    "season",
    "fields",
)
SEASON = (
    "CASE WHEN season_from <= season_to THEN int4multirange(int4range(season_from, season_to, '[]'))"
    " ELSE int4multirange(int4range(season_from, 1231, '[]'), int4range(101, season_to, '[]')) END"
)
NEW_TABLES = ("admission", "working_hours", "area_class")


def _described() -> list[sa.Column]:
    """The columns that move between `matter` and `standard`."""
    return [
        sa.Column("service_name", sa.Text),
        sa.Column("service_group", sa.Text),
        sa.Column("group_code", sa.Text),
        sa.Column("label_family", sa.Text),
        sa.Column("intake_mode", sa.Text),
        sa.Column("default_level", sa.Text),
        sa.Column("lead_agency", sa.Text),
        sa.Column("helping_agencies", TEXTS, server_default=NONE, nullable=False),
        sa.Column("is_restricted", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("near_radius_m", sa.Integer, server_default="50", nullable=False),
        sa.Column("near_hours", sa.Integer, server_default="24", nullable=False),
        sa.Column("call_first", sa.Text, server_default="", nullable=False),
        sa.Column("urgency_default", sa.Text, server_default="normal", nullable=False),
        sa.Column("aliases", TEXTS, server_default=NONE, nullable=False),
        sa.Column("season", sa.Text, server_default="", nullable=False),
        sa.Column("fields", JSONB, server_default=EMPTY_LIST, nullable=False),
    ]


DESCRIBED_CHECKS = {
    "default_level": f"default_level IN {LEVELS}",
    "intake_mode": "intake_mode IN ('manual', 'auto_file', 'auto_dispatch')",
    "label_family": "label_family IN ('city', 'governance')",
    "urgency_default": "urgency_default IN ('normal', 'urgent', 'major')",
}


def _move(source: str, target: str, on: str) -> None:
    sets = ", ".join(f"{name} = {source}.{name}" for name in MOVED)
    op.execute(f"UPDATE {SCHEMA}.{target} SET {sets} FROM {SCHEMA}.{source} WHERE {on}")
    for name in MOVED[:7]:
        op.alter_column(target, name, nullable=False, schema=SCHEMA)
    for name, rule in DESCRIBED_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_{target}_{name}"), target, rule, schema=SCHEMA)


def _versions() -> None:
    for column in (
        *_described(),
        sa.Column("version", sa.Integer, server_default="1", nullable=False),
        sa.Column("led_by", JSONB, server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("posts", JSONB, server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("restricted_why", sa.Text, server_default="", nullable=False),
        sa.Column("photo_asked", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("photo_why", sa.Text, server_default="", nullable=False),
        sa.Column("arrival_asked", sa.Boolean, server_default=sa.text("false"), nullable=False),
        sa.Column("arrival_why", sa.Text, server_default="", nullable=False),
        sa.Column("conditions", JSONB),
        sa.Column("stage_limits", JSONB, server_default=EMPTY_OBJECT, nullable=False),
        sa.Column("outer_margin_minutes", sa.Integer, server_default="60", nullable=False),
    ):
        op.add_column("standard", column, schema=SCHEMA)
    _move("matter", "standard", "matter.id = standard.matter_id")
    op.execute(
        "UPDATE gridops.standard SET conditions = jsonb_build_array(jsonb_build_object("
        "'filing', filing_condition, 'closing', closing_condition, 'handler', '', 'regulator', '', 'limits',"
        " jsonb_build_array(jsonb_build_object('amount', limit_amount, 'unit', limit_unit, 'mode', limit_mode,"
        " 'name', ''))))"
    )
    op.execute(
        "UPDATE gridops.standard SET version = numbered.n FROM (SELECT id, row_number() OVER"
        " (PARTITION BY matter_id ORDER BY valid_from) AS n FROM gridops.standard) numbered"
        " WHERE numbered.id = standard.id"
    )
    op.alter_column("standard", "conditions", nullable=False, schema=SCHEMA)
    op.drop_constraint(op.f("uq_standard_matter_id_valid_from"), "standard", schema=SCHEMA)
    for name in ("limit_amount", "limit_unit", "limit_mode"):
        op.drop_constraint(op.f(f"ck_standard_{name}"), "standard", schema=SCHEMA)
    for name in ("limit_amount", "limit_unit", "limit_mode", "filing_condition", "closing_condition"):
        op.drop_column("standard", name, schema=SCHEMA)
    op.create_unique_constraint(
        op.f("uq_standard_matter_id_version"), "standard", ["matter_id", "version"], schema=SCHEMA
    )
    op.execute(
        "ALTER TABLE gridops.standard ADD CONSTRAINT ex_standard_dates"
        " EXCLUDE USING gist (matter_id WITH =, daterange(valid_from, valid_to) WITH &&)"
    )
    for name, rule in {
        "near": "near_radius_m >= 0 AND near_hours >= 0",
        "outer_margin_minutes": "outer_margin_minutes >= 0",
        "photo_why": "photo_why <> '' OR NOT photo_asked",
        "arrival_why": "arrival_why <> '' OR NOT arrival_asked",
        "conditions": "jsonb_array_length(conditions) > 0",
    }.items():
        op.create_check_constraint(op.f(f"ck_standard_{name}"), "standard", rule, schema=SCHEMA)


def _matter() -> None:
    for name in DESCRIBED_CHECKS:
        op.drop_constraint(op.f(f"ck_matter_{name}"), "matter", schema=SCHEMA)
    for name in MOVED:
        op.drop_column("matter", name, schema=SCHEMA)
    op.add_column(
        "matter", sa.Column("source_kind", sa.Text, server_default="", nullable=False), schema=SCHEMA
    )
    op.create_check_constraint(
        op.f("ck_matter_source_kind"), "matter", "source_kind IN ('', 'event', 'component')", schema=SCHEMA
    )
    op.create_index(
        "uq_matter_source",
        "matter",
        ["source_list", "source_kind", "source_code"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("source_kind <> ''"),
    )


def _admission() -> None:
    op.create_table(
        "admission",
        sa.Column("id", UUID, nullable=False),
        sa.Column("matter_id", UUID, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("applied_by", sa.Text, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", UUID),
        sa.Column("decision_note", sa.Text, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.CheckConstraint(
            "state IN ('applied', 'approved', 'refused', 'ended')", name=op.f("ck_admission_state")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_admission_dates")),
        sa.CheckConstraint(
            "(valid_from IS NOT NULL) = (state IN ('approved', 'ended'))", name=op.f("ck_admission_dated")
        ),
        sa.CheckConstraint("(decided_at IS NULL) = (state = 'applied')", name=op.f("ck_admission_decided")),
        sa.ForeignKeyConstraint(["matter_id"], ["gridops.matter.id"], name=op.f("fk_admission_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
        schema=SCHEMA,
    )
    op.create_index("ix_admission_matter_id", "admission", ["matter_id"], schema=SCHEMA)
    # What workers report already was taken up before there were admissions.
    op.execute(
        "INSERT INTO gridops.admission (id, matter_id, state, applied_by, applied_at, reason, decided_at, valid_from)"
        " SELECT gen_random_uuid(), m.id, 'approved', '', now(), 'initial catalogue', now(), min(s.valid_from)"
        " FROM gridops.matter m JOIN gridops.standard s ON s.matter_id = m.id GROUP BY m.id"
    )


def _working_time() -> None:
    op.create_table(
        "working_hours",
        sa.Column("id", UUID, nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("season_from", sa.Integer, nullable=False),
        sa.Column("season_to", sa.Integer, nullable=False),
        sa.Column("spells", JSONB, nullable=False),
        sa.Column("note", sa.Text, server_default="", nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_working_hours_dates")),
        sa.CheckConstraint(
            "season_from BETWEEN 101 AND 1231 AND season_to BETWEEN 101 AND 1231",
            name=op.f("ck_working_hours_season"),
        ),
        sa.CheckConstraint("jsonb_array_length(spells) > 0", name=op.f("ck_working_hours_spells")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
        schema=SCHEMA,
    )
    op.execute(
        "ALTER TABLE gridops.working_hours ADD CONSTRAINT ex_working_hours_season EXCLUDE USING gist"
        f" (area_code WITH =, daterange(valid_from, valid_to) WITH &&, ({SEASON}) WITH &&)"
    )
    op.create_table(
        "area_class",
        sa.Column("id", UUID, nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("class_name", sa.Text, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_area_class_dates")),
        sa.CheckConstraint("percent BETWEEN 10 AND 1000", name=op.f("ck_area_class_percent")),
        sa.CheckConstraint("class_name <> ''", name=op.f("ck_area_class_class_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_class")),
        schema=SCHEMA,
    )
    op.execute(
        "ALTER TABLE gridops.area_class ADD CONSTRAINT ex_area_class_dates"
        " EXCLUDE USING gist (area_code WITH =, daterange(valid_from, valid_to) WITH &&)"
    )


def upgrade() -> None:
    # Equality inside an exclusion; an owner of the database may create it, it is never dropped with us.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public")
    _versions()
    _matter()
    _admission()
    _working_time()
    for name in ("clock_basis",):
        op.add_column(
            "incident", sa.Column(name, JSONB, server_default=EMPTY_OBJECT, nullable=False), schema=SCHEMA
        )
    op.add_column("dispatch", sa.Column("arrived_location", JSONB), schema=SCHEMA)
    for table in NEW_TABLES:
        op.execute(f"GRANT SELECT ON gridops.{table} TO gridops_app, gridops_map")
        op.execute(f"GRANT ALL ON gridops.{table} TO gridops_system")
    for table in (*NEW_TABLES, "standard", "work_day"):
        op.execute(f"GRANT INSERT, UPDATE, DELETE ON gridops.{table} TO gridops_app")
    op.execute("GRANT INSERT, UPDATE ON gridops.matter TO gridops_app")


def downgrade() -> None:
    op.drop_column("dispatch", "arrived_location", schema=SCHEMA)
    op.drop_column("incident", "clock_basis", schema=SCHEMA)
    for table in ("matter", "standard", "work_day"):
        op.execute(f"REVOKE INSERT, UPDATE, DELETE ON gridops.{table} FROM gridops_app")
    for table in NEW_TABLES:
        op.drop_table(table, schema=SCHEMA)
    op.drop_index("uq_matter_source", table_name="matter", schema=SCHEMA)
    op.drop_constraint(op.f("ck_matter_source_kind"), "matter", schema=SCHEMA)
    op.drop_column("matter", "source_kind", schema=SCHEMA)
    for column in _described():
        op.add_column("matter", column, schema=SCHEMA)
    # The newest version speaks for the matter again.
    op.execute(
        "CREATE TEMPORARY TABLE newest ON COMMIT DROP AS SELECT DISTINCT ON (matter_id) * FROM gridops.standard"
        " ORDER BY matter_id, valid_from DESC"
    )
    sets = ", ".join(f"{name} = newest.{name}" for name in MOVED)
    op.execute(f"UPDATE gridops.matter SET {sets} FROM newest WHERE newest.matter_id = matter.id")
    for name in MOVED[:7]:
        op.alter_column("matter", name, nullable=False, schema=SCHEMA)
    for name, rule in DESCRIBED_CHECKS.items():
        op.create_check_constraint(op.f(f"ck_matter_{name}"), "matter", rule, schema=SCHEMA)
    _singular_standard()


def _singular_standard() -> None:
    for column in (
        sa.Column("limit_amount", sa.Integer),
        sa.Column("limit_unit", sa.Text),
        sa.Column("limit_mode", sa.Text, server_default="elapsed", nullable=False),
        sa.Column("filing_condition", sa.Text, server_default="", nullable=False),
        sa.Column("closing_condition", sa.Text, server_default="", nullable=False),
    ):
        op.add_column("standard", column, schema=SCHEMA)
    # Minutes were not known before: they become hours, rounded up.
    op.execute(
        "UPDATE gridops.standard SET filing_condition = c ->> 'filing', closing_condition = c ->> 'closing',"
        " limit_amount = CASE WHEN l ->> 'unit' = 'urgent_minute' THEN ceil((l ->> 'amount')::numeric / 60)"
        " ELSE ceil((l ->> 'amount')::numeric) END,"
        " limit_unit = replace(l ->> 'unit', 'urgent_minute', 'urgent_hour'), limit_mode = l ->> 'mode'"
        " FROM (SELECT id, conditions -> 0 AS c, conditions -> 0 -> 'limits' -> 0 AS l FROM gridops.standard) first"
        " WHERE first.id = standard.id"
    )
    op.alter_column("standard", "limit_amount", nullable=False, schema=SCHEMA)
    op.alter_column("standard", "limit_unit", nullable=False, schema=SCHEMA)
    op.execute("ALTER TABLE gridops.standard DROP CONSTRAINT ex_standard_dates")
    op.drop_constraint(op.f("uq_standard_matter_id_version"), "standard", schema=SCHEMA)
    for name in (*DESCRIBED_CHECKS, "near", "outer_margin_minutes", "photo_why", "arrival_why", "conditions"):
        op.drop_constraint(op.f(f"ck_standard_{name}"), "standard", schema=SCHEMA)
    for name in (
        *MOVED,
        "version",
        "led_by",
        "posts",
        "restricted_why",
        "photo_asked",
        "photo_why",
        "arrival_asked",
        "arrival_why",
        "conditions",
        "stage_limits",
        "outer_margin_minutes",
    ):
        op.drop_column("standard", name, schema=SCHEMA)
    op.create_unique_constraint(
        op.f("uq_standard_matter_id_valid_from"), "standard", ["matter_id", "valid_from"], schema=SCHEMA
    )
    for name, rule in {
        "limit_unit": "limit_unit IN ('urgent_hour', 'work_hour', 'work_day', 'natural_day')",
        "limit_mode": "limit_mode IN ('elapsed', 'from_next_day')",
        "limit_amount": "limit_amount > 0",
    }.items():
        op.create_check_constraint(op.f(f"ck_standard_{name}"), "standard", rule, schema=SCHEMA)
