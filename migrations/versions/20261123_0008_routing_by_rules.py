"""Route by rules that are data: rules and policies of origins in versions, precedents, what is owed before closing.

Revision: 20261123_0008; after: 20261123_0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261123_0008"
down_revision = "20261123_0007"
branch_labels = None
depends_on = None

SCHEMA = "gridops"
UUID = postgresql.UUID(as_uuid=True)
JSONB = postgresql.JSONB()
CODE = sa.Text(collation="C")
TEXTS = postgresql.ARRAY(sa.Text())
LEVELS = "'grid', 'village', 'township', 'district'"
ORIGINS = "'patrol', 'desk', 'phone', 'hotline_12345', 'leader', 'agency', 'public'"
TABLES = ("routing_rule", "origin_policy", "precedent")


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, server_default="", nullable=False)


def _flag(name: str, value: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, server_default=sa.text(value), nullable=False)


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer, server_default=sa.text("0"), nullable=False)


def _rules() -> None:
    op.create_table(
        "routing_rule",
        sa.Column("id", UUID, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.Column("name", sa.Text, nullable=False),
        _text("service_code"),
        _text("group_code"),
        sa.Column("area_code", CODE, server_default="", nullable=False),
        _text("area_place"),
        _text("area_kind"),
        _text("level"),
        _text("origin"),
        _number("season_from"),
        _number("season_to"),
        _text("time_from"),
        _text("time_to"),
        _text("to_level"),
        sa.Column("accepts", TEXTS, server_default=sa.text("'{}'"), nullable=False),
        sa.Column("leads", JSONB, server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("helps", JSONB, server_default=sa.text("'[]'::jsonb"), nullable=False),
        _flag("sends_helpers", "false"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_routing_rule_dates")),
        sa.CheckConstraint(f"level IN ('', {LEVELS})", name=op.f("ck_routing_rule_level")),
        sa.CheckConstraint(f"to_level IN ('', {LEVELS})", name=op.f("ck_routing_rule_to_level")),
        sa.CheckConstraint(f"origin IN ('', {ORIGINS})", name=op.f("ck_routing_rule_origin")),
        sa.CheckConstraint("service_code = '' OR group_code = ''", name=op.f("ck_routing_rule_matter")),
        sa.CheckConstraint("(area_code = '') = (area_place = '')", name=op.f("ck_routing_rule_area")),
        sa.CheckConstraint("(season_from = 0) = (season_to = 0)", name=op.f("ck_routing_rule_season")),
        sa.CheckConstraint("(time_from = '') = (time_to = '')", name=op.f("ck_routing_rule_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_rule")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_routing_rule_code_version")),
        schema=SCHEMA,
    )
    op.execute(
        "ALTER TABLE gridops.routing_rule ADD CONSTRAINT ex_routing_rule_dates"
        " EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&)"
    )


def _policies() -> None:
    op.create_table(
        "origin_policy",
        sa.Column("id", UUID, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        _flag("may_reject", "true"),
        _flag("may_merge", "true"),
        _flag("needs_answer", "false"),
        _flag("needs_call_back", "false"),
        _text("return_to"),
        sa.Column("return_limit", JSONB),
        sa.Column("own_limit", JSONB),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_origin_policy_dates")),
        sa.CheckConstraint(f"origin IN ({ORIGINS})", name=op.f("ck_origin_policy_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin_policy")),
        sa.UniqueConstraint("origin", "version", name=op.f("uq_origin_policy_origin_version")),
        schema=SCHEMA,
    )
    op.execute(
        "ALTER TABLE gridops.origin_policy ADD CONSTRAINT ex_origin_policy_dates"
        " EXCLUDE USING gist (origin WITH =, daterange(valid_from, valid_to) WITH &&)"
    )


def _precedents() -> None:
    op.create_table(
        "precedent",
        sa.Column("id", UUID, nullable=False),
        sa.Column("service_code", sa.Text, nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("unit_id", UUID, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("incident_id", UUID, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", UUID),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", UUID),
        _text("ended_why"),
        sa.CheckConstraint(f"level IN ({LEVELS})", name=op.f("ck_precedent_level")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why = '')", name=op.f("ck_precedent_ended")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_precedent")),
        schema=SCHEMA,
    )
    op.create_index(
        "uq_precedent_in_force",
        "precedent",
        ["service_code", "area_code", "level"],
        unique=True,
        schema=SCHEMA,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


#: What was done so far, as rules: (code, name, level asked for, where the lead is looked for in turn).
LEAD = [{"whose": "matter", "at": at} for at in ("township", "enforcement_area", "district")]
OWN = {place: {"whose": "own", "at": place} for place in ("grid", "village")}
HELPS = [
    {"whose": "matter", "at": at} for at in ("grid", "village", "township", "enforcement_area", "district")
]
DEFAULT_RULES = (
    ("lead-agency", "按事项的牵头部门", "", LEAD),
    ("own-grid", "网格级事项由网格自身力量处置", "grid", [OWN["grid"], OWN["village"], *LEAD]),
    ("own-village", "村（社区）级事项由村（社区）自身力量处置", "village", [OWN["village"], *LEAD]),
    ("district-lead", "区级事项由区级牵头部门处置", "district", LEAD[2:]),
)
WHOLE_DAYS = {"unit": "work_day", "mode": "from_next_day", "name": ""}
DEFAULT_POLICIES = (
    {
        "origin": "hotline_12345",
        "may_reject": False,
        "may_merge": False,
        "needs_answer": True,
        "needs_call_back": True,
        "return_to": "12345 热线中心",
        "return_limit": WHOLE_DAYS | {"amount": 2},
        "own_limit": WHOLE_DAYS | {"amount": 5},
    },
    {"origin": "leader", "needs_answer": True},
    {"origin": "agency", "return_to": "转办部门"},
    *({"origin": origin} for origin in ("patrol", "desk", "phone", "public")),
)


def _seed() -> None:
    rules = sa.table(
        "routing_rule",
        sa.column("id"),
        sa.column("code"),
        sa.column("version"),
        sa.column("valid_from"),
        sa.column("name"),
        sa.column("level"),
        sa.column("leads", JSONB),
        sa.column("helps", JSONB),
        schema=SCHEMA,
    )
    first = {"id": sa.text("gen_random_uuid()"), "version": 1, "valid_from": sa.text("DATE '2000-01-01'")}
    for code, name, level, leads in DEFAULT_RULES:
        row = first | {"code": code, "name": name, "level": level, "leads": leads, "helps": HELPS}
        op.execute(sa.insert(rules).values(row))
    policies = sa.table(
        "origin_policy",
        sa.column("id"),
        sa.column("origin"),
        sa.column("version"),
        sa.column("valid_from"),
        sa.column("may_reject"),
        sa.column("may_merge"),
        sa.column("needs_answer"),
        sa.column("needs_call_back"),
        sa.column("return_to"),
        sa.column("return_limit", JSONB),
        sa.column("own_limit", JSONB),
        schema=SCHEMA,
    )
    for policy in DEFAULT_POLICIES:
        op.execute(sa.insert(policies).values(first | policy))


def upgrade() -> None:
    _rules()
    _policies()
    _precedents()
    op.add_column("incident", sa.Column("answered_at", sa.DateTime(timezone=True)), schema=SCHEMA)
    op.add_column("incident", sa.Column("called_back_at", sa.DateTime(timezone=True)), schema=SCHEMA)
    op.add_column("incident", sa.Column("call_back", sa.Text), schema=SCHEMA)
    op.add_column(
        "incident",
        sa.Column("accept_roles", TEXTS, server_default=sa.text("'{}'"), nullable=False),
        schema=SCHEMA,
    )
    for table in TABLES:
        op.execute(f"GRANT SELECT ON gridops.{table} TO gridops_app, gridops_map")
        op.execute(f"GRANT INSERT, UPDATE, DELETE ON gridops.{table} TO gridops_app")
        op.execute(f"GRANT ALL ON gridops.{table} TO gridops_system")
    _seed()


def downgrade() -> None:
    for name in ("accept_roles", "call_back", "called_back_at", "answered_at"):
        op.drop_column("incident", name, schema=SCHEMA)
    for table in TABLES:
        op.drop_table(table, schema=SCHEMA)
