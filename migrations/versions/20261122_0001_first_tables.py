"""first tables

Revision: 20261122_0001; after: ; made: 2026-11-22 21:23:43.323867
"""

from alembic import op
import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "20261122_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE gridops.case_number_seq")
    op.create_table(
        "account",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("username", name=op.f("uq_account_username")),
        schema="gridops",
    )
    op.create_table(
        "agency",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('body', 'stationed', 'grid_unit', 'village_unit')", name=op.f("ck_agency_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
        schema="gridops",
    )
    op.create_table(
        "area",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "level IN ('district', 'township', 'village', 'grid')", name=op.f("ck_area_level")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        schema="gridops",
    )
    op.create_table(
        "boundary_set",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("notice", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("daterange(valid_from, valid_to)"), "&&"),
            where=sa.text("state = 'in_force'"),
            using="gist",
            name="ex_boundary_set_in_force",
        ),
        sa.CheckConstraint("state = 'draft' OR valid_from IS NOT NULL", name=op.f("ck_boundary_set_dated")),
        sa.CheckConstraint("state IN ('draft', 'in_force', 'retired')", name=op.f("ck_boundary_set_state")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_boundary_set_dates_in_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_set")),
        sa.UniqueConstraint("name", name=op.f("uq_boundary_set_name")),
        schema="gridops",
    )
    op.create_table(
        "deployment",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("district_code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("measure_srid", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_deployment_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        schema="gridops",
    )
    op.create_table(
        "log_block",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("entry_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_block")),
        schema="gridops",
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "data",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column(
            "areas", postgresql.ARRAY(sa.Text(collation="C")), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("units", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("persons", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
        schema="gridops",
    )
    op.create_index("ix_log_entry_entity", "log_entry", ["entity_id", "id"], unique=False, schema="gridops")
    op.create_table(
        "matter",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("service_group", sa.Text(), nullable=False),
        sa.Column("group_code", sa.Text(), nullable=False),
        sa.Column("source_list", sa.Text(), server_default="", nullable=False),
        sa.Column("source_code", sa.Text(), server_default="", nullable=False),
        sa.Column("label_family", sa.Text(), nullable=False),
        sa.Column("intake_mode", sa.Text(), nullable=False),
        sa.Column("default_level", sa.Text(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column(
            "helping_agencies", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("is_restricted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("near_radius_m", sa.Integer(), server_default="50", nullable=False),
        sa.Column("near_hours", sa.Integer(), server_default="24", nullable=False),
        sa.Column("call_first", sa.Text(), server_default="", nullable=False),
        sa.Column("urgency_default", sa.Text(), server_default="normal", nullable=False),
        sa.Column("aliases", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("season", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint(
            "default_level IN ('grid', 'village', 'township', 'district')",
            name=op.f("ck_matter_default_level"),
        ),
        sa.CheckConstraint(
            "intake_mode IN ('manual', 'auto_file', 'auto_dispatch')", name=op.f("ck_matter_intake_mode")
        ),
        sa.CheckConstraint("label_family IN ('city', 'governance')", name=op.f("ck_matter_label_family")),
        sa.CheckConstraint(
            "urgency_default IN ('normal', 'urgent', 'major')", name=op.f("ck_matter_urgency_default")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("service_code", name=op.f("uq_matter_service_code")),
        schema="gridops",
    )
    op.create_table(
        "media_claim",
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("media_id", name=op.f("pk_media_claim")),
        schema="gridops",
    )
    op.create_table(
        "media_file",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("exif_lon", sa.Double(), nullable=True),
        sa.Column("exif_lat", sa.Double(), nullable=True),
        sa.Column("exif_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_claimed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "content_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif')",
            name=op.f("ck_media_file_content_type"),
        ),
        sa.CheckConstraint(
            "(exif_lon IS NULL) = (exif_lat IS NULL) AND exif_lon BETWEEN -180 AND 180 AND exif_lat BETWEEN -90 AND 90",
            name=op.f("ck_media_file_exif_position"),
        ),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_media_file_sha256")),
        sa.CheckConstraint("size > 0 AND width > 0 AND height > 0", name=op.f("ck_media_file_sizes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
        schema="gridops",
    )
    op.create_index(
        "ix_media_file_unclaimed",
        "media_file",
        ["arrived_at"],
        unique=False,
        schema="gridops",
        postgresql_where=sa.text("NOT is_claimed"),
    )
    op.create_table(
        "media_upload",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length > 0 AND received BETWEEN 0 AND length", name=op.f("ck_media_upload_received")
        ),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_media_upload_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_upload")),
        schema="gridops",
    )
    op.create_index(
        "ix_media_upload_expires_at", "media_upload", ["expires_at"], unique=False, schema="gridops"
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("device_id", sa.UUID(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        schema="gridops",
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("username_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
        schema="gridops",
    )
    op.create_index(
        "ix_sign_in_failure_username_hash",
        "sign_in_failure",
        ["username_hash", "at"],
        unique=False,
        schema="gridops",
    )
    op.create_table(
        "timer",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.UUID(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("entity_id", "kind", name=op.f("uq_timer_entity_id_kind")),
        schema="gridops",
    )
    op.create_index("ix_timer_due_at", "timer", ["due_at"], unique=False, schema="gridops")
    op.create_table(
        "work_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_work_day")),
        schema="gridops",
    )
    op.create_geospatial_table(
        "area_group",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("set_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(collation="C"), nullable=False),
        sa.Column(
            "member_codes",
            postgresql.ARRAY(sa.Text(collation="C")),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column(
            "geom",
            Geometry(
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('village_group', 'enforcement_area')", name=op.f("ck_area_group_kind")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["gridops.boundary_set.id"], name=op.f("fk_area_group_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_group")),
        sa.UniqueConstraint("set_id", "kind", "code", name=op.f("uq_area_group_set_id_kind_code")),
        schema="gridops",
    )
    op.create_geospatial_index(
        "ix_area_group_geom",
        "area_group",
        ["geom"],
        unique=False,
        schema="gridops",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_table(
        "area_version",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("set_id", sa.UUID(), nullable=False),
        sa.Column("area_id", sa.UUID(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.Text(collation="C"), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column(
            "geom",
            Geometry(
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column(
            "geom_m",
            Geometry(
                geometry_type=None,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("area_m2", sa.Double(), nullable=False),
        sa.Column("label_lon", sa.Double(), nullable=False),
        sa.Column("label_lat", sa.Double(), nullable=False),
        sa.CheckConstraint(
            "(level = 'district') = (parent_code IS NULL)", name=op.f("ck_area_version_has_parent")
        ),
        sa.CheckConstraint(
            "(level = 'grid') = (kind IN ('base', 'special'))", name=op.f("ck_area_version_kind_of_grid")
        ),
        sa.CheckConstraint(
            "kind IN ('district', 'street', 'town', 'township', 'zone', 'community', 'village', 'base', 'special')",
            name=op.f("ck_area_version_kind"),
        ),
        sa.CheckConstraint(
            "level IN ('district', 'township', 'village', 'grid')", name=op.f("ck_area_version_level")
        ),
        sa.ForeignKeyConstraint(["area_id"], ["gridops.area.id"], name=op.f("fk_area_version_area_id")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["gridops.boundary_set.id"], name=op.f("fk_area_version_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_version")),
        sa.UniqueConstraint("set_id", "code", name=op.f("uq_area_version_set_id_code")),
        schema="gridops",
    )
    op.create_index("ix_area_version_area_id", "area_version", ["area_id"], unique=False, schema="gridops")
    op.create_geospatial_index(
        "ix_area_version_geom",
        "area_version",
        ["geom"],
        unique=False,
        schema="gridops",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_geospatial_index(
        "ix_area_version_geom_m",
        "area_version",
        ["geom_m"],
        unique=False,
        schema="gridops",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_area_version_set_id_level_kind",
        "area_version",
        ["set_id", "level", "kind"],
        unique=False,
        schema="gridops",
    )
    op.create_table(
        "device",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["gridops.account.id"], name=op.f("fk_device_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        schema="gridops",
    )
    op.create_index("ix_device_account_id", "device", ["account_id"], unique=False, schema="gridops")
    op.create_table(
        "log_pending",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["gridops.log_entry.id"], name=op.f("fk_log_pending_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_log_pending")),
        schema="gridops",
    )
    op.create_table(
        "log_sequence",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("block", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["block"], ["gridops.log_block.id"], name=op.f("fk_log_sequence_block")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["gridops.log_entry.id"], name=op.f("fk_log_sequence_entry_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_sequence")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_log_sequence_entry_id")),
        schema="gridops",
    )
    op.create_geospatial_table(
        "map_feature",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("set_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("feature_class", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('road', 'water', 'place')", name=op.f("ck_map_feature_kind")),
        sa.ForeignKeyConstraint(
            ["set_id"], ["gridops.boundary_set.id"], name=op.f("fk_map_feature_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_map_feature")),
        schema="gridops",
    )
    op.create_geospatial_index(
        "ix_map_feature_geom",
        "map_feature",
        ["geom"],
        unique=False,
        schema="gridops",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_map_feature_set_id_kind", "map_feature", ["set_id", "kind"], unique=False, schema="gridops"
    )
    op.create_table(
        "standard",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("matter_id", sa.UUID(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("limit_amount", sa.Integer(), nullable=False),
        sa.Column("limit_unit", sa.Text(), nullable=False),
        sa.Column("limit_mode", sa.Text(), server_default="elapsed", nullable=False),
        sa.Column("verification", sa.Text(), nullable=False),
        sa.Column("filing_condition", sa.Text(), server_default="", nullable=False),
        sa.Column("closing_condition", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("limit_mode IN ('elapsed', 'from_next_day')", name=op.f("ck_standard_limit_mode")),
        sa.CheckConstraint(
            "limit_unit IN ('urgent_hour', 'work_hour', 'work_day', 'natural_day')",
            name=op.f("ck_standard_limit_unit"),
        ),
        sa.CheckConstraint(
            "verification IN ('none', 'phone', 'photo', 'neighbour', 'visit')",
            name=op.f("ck_standard_verification"),
        ),
        sa.CheckConstraint("limit_amount > 0", name=op.f("ck_standard_limit_amount")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_standard_dates")),
        sa.ForeignKeyConstraint(["matter_id"], ["gridops.matter.id"], name=op.f("fk_standard_matter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
        sa.UniqueConstraint("matter_id", "valid_from", name=op.f("uq_standard_matter_id_valid_from")),
        schema="gridops",
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("agency_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(collation="C"), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint("kind IN ('body', 'stationed', 'grid', 'village')", name=op.f("ck_unit_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["gridops.agency.id"], name=op.f("fk_unit_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("agency_id", "area_code", name=op.f("uq_unit_agency_id_area_code")),
        schema="gridops",
    )
    op.create_index("ix_unit_area_code", "unit", ["area_code"], unique=False, schema="gridops")
    op.create_table(
        "waiver",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("set_id", sa.UUID(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["gridops.boundary_set.id"], name=op.f("fk_waiver_set_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        schema="gridops",
    )
    op.create_index("ix_waiver_set_id", "waiver", ["set_id"], unique=False, schema="gridops")
    op.create_table(
        "access_token",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("device_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["gridops.device.id"], name=op.f("fk_access_token_device_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_access_token")),
        schema="gridops",
    )
    op.create_geospatial_table(
        "incident",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column(
            "external_numbers",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("external_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("service_group", sa.Text(), nullable=False),
        sa.Column("label_family", sa.Text(), nullable=False),
        sa.Column("standard_id", sa.UUID(), nullable=False),
        sa.Column("is_restricted", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column(
            "geom",
            Geometry(
                geometry_type="POINT",
                srid=4490,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeomFromEWKT",
                name="geometry",
                nullable=False,
            ),
            nullable=False,
        ),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("location_source", sa.Text(), nullable=False),
        sa.Column("reported_location", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("grid_version_id", sa.UUID(), nullable=True),
        sa.Column("grid_code", sa.Text(collation="C"), nullable=True),
        sa.Column("grid_name", sa.Text(), nullable=True),
        sa.Column("grid_method", sa.Text(), nullable=False),
        sa.Column("grid_probability", sa.Double(), nullable=True),
        sa.Column(
            "grid_candidates",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("special_grid_code", sa.Text(collation="C"), nullable=True),
        sa.Column("special_grid_name", sa.Text(), nullable=True),
        sa.Column("scope_code", sa.Text(collation="C"), nullable=False),
        sa.Column("reporter_id", sa.UUID(), nullable=False),
        sa.Column("reporter_name", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.Column("unit_name", sa.Text(), nullable=True),
        sa.Column("unit_ids", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("person_ids", postgresql.ARRAY(sa.UUID()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("routing", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.UUID(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_state", sa.Text(), nullable=False),
        sa.Column(
            "clock_steps",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("disposition", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "due_state IN ('normal', 'soon', 'overdue', 'paused', 'done')", name=op.f("ck_incident_due_state")
        ),
        sa.CheckConstraint(
            "grid_method IN ('inside', 'probable', 'nearest', 'worker_default', 'unresolved')",
            name=op.f("ck_incident_grid_method"),
        ),
        sa.CheckConstraint(
            "level IN ('grid', 'village', 'township', 'district')", name=op.f("ck_incident_level")
        ),
        sa.CheckConstraint(
            "origin IN ('patrol', 'desk', 'phone', 'hotline_12345', 'leader', 'agency', 'public')",
            name=op.f("ck_incident_origin"),
        ),
        sa.CheckConstraint(
            "state IN ('reported', 'filed', 'dispatched', 'handling', 'handled', 'verified', 'closed', 'rejected', 'suspended')",
            name=op.f("ck_incident_state"),
        ),
        sa.CheckConstraint("urgency IN ('normal', 'urgent', 'major')", name=op.f("ck_incident_urgency")),
        sa.CheckConstraint(
            "NOT is_restricted OR description IS NULL", name=op.f("ck_incident_restricted_text")
        ),
        sa.ForeignKeyConstraint(
            ["grid_version_id"], ["gridops.area_version.id"], name=op.f("fk_incident_grid_version_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["gridops.account.id"], name=op.f("fk_incident_reporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["gridops.standard.id"], name=op.f("fk_incident_standard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("case_number", name=op.f("uq_incident_case_number")),
        schema="gridops",
    )
    op.create_geospatial_index(
        "ix_incident_geom",
        "incident",
        ["geom"],
        unique=False,
        schema="gridops",
        postgresql_using="gist",
        postgresql_ops={},
    )
    op.create_index(
        "ix_incident_open",
        "incident",
        ["scope_code"],
        unique=False,
        schema="gridops",
        postgresql_where=sa.text("is_open"),
    )
    op.create_index(
        "ix_incident_person_ids",
        "incident",
        ["person_ids"],
        unique=False,
        schema="gridops",
        postgresql_using="gin",
    )
    op.create_index(
        "ix_incident_reported_at", "incident", ["reported_at", "id"], unique=False, schema="gridops"
    )
    op.create_index(
        "ix_incident_scope_code", "incident", ["scope_code", "reported_at"], unique=False, schema="gridops"
    )
    op.create_index(
        "ix_incident_unit_ids",
        "incident",
        ["unit_ids"],
        unique=False,
        schema="gridops",
        postgresql_using="gin",
    )
    op.create_table(
        "one_time_code",
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("device_id", sa.UUID(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('sign_in', 'live')", name=op.f("ck_one_time_code_purpose")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["gridops.account.id"],
            name=op.f("fk_one_time_code_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["gridops.device.id"], name=op.f("fk_one_time_code_device_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_one_time_code")),
        schema="gridops",
    )
    op.create_table(
        "role_grant",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(collation="C"), nullable=True),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "role IN ('grid_worker', 'grid_head', 'dispatcher', 'duty_officer', 'handler', 'agency_head', 'supervisor', 'approver', 'auditor', 'admin', 'system')",
            name=op.f("ck_role_grant_role"),
        ),
        sa.CheckConstraint("num_nonnulls(area_code, unit_id) = 1", name=op.f("ck_role_grant_over_one_thing")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["gridops.account.id"], name=op.f("fk_role_grant_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["gridops.unit.id"], name=op.f("fk_role_grant_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        schema="gridops",
    )
    op.create_index("ix_role_grant_account_id", "role_grant", ["account_id"], unique=False, schema="gridops")
    op.create_index("ix_role_grant_unit_id", "role_grant", ["unit_id"], unique=False, schema="gridops")
    op.create_table(
        "unit_position",
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["gridops.unit.id"], name=op.f("fk_unit_position_unit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_unit_position")),
        schema="gridops",
    )
    op.create_table(
        "dispatch",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("unit_name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.UUID(), nullable=True),
        sa.Column("assignee_id", sa.UUID(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("en_route_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('handle', 'check', 'verify')", name=op.f("ck_dispatch_kind")),
        sa.CheckConstraint(
            "status IN ('dispatched', 'accepted', 'en_route', 'on_scene', 'cleared', 'declined', 'recalled', 'returned')",
            name=op.f("ck_dispatch_status"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["gridops.incident.id"], name=op.f("fk_dispatch_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        schema="gridops",
    )
    op.create_index("ix_dispatch_incident_id", "dispatch", ["incident_id"], unique=False, schema="gridops")
    op.create_index(
        "ix_dispatch_unit_id",
        "dispatch",
        ["unit_id"],
        unique=False,
        schema="gridops",
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "incident_media",
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("media_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("declared_by", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["gridops.incident.id"],
            name=op.f("fk_incident_media_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incident_id", "media_id", name=op.f("pk_incident_media")),
        schema="gridops",
    )
    op.create_index(
        "ix_incident_media_media_id", "incident_media", ["media_id"], unique=False, schema="gridops"
    )
    op.create_table(
        "incident_move",
        sa.Column("move_id", sa.UUID(), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["gridops.incident.id"],
            name=op.f("fk_incident_move_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_incident_move")),
        schema="gridops",
    )
    op.create_table(
        "incident_note",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("account_id", sa.UUID(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["gridops.incident.id"],
            name=op.f("fk_incident_note_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_note")),
        schema="gridops",
    )
    op.create_index(
        "ix_incident_note_incident_id",
        "incident_note",
        ["incident_id", "version"],
        unique=False,
        schema="gridops",
    )
    op.create_table(
        "incident_private",
        sa.Column("incident_id", sa.UUID(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column(
            "fields",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.Column("person_name", sa.Text(), nullable=True),
        sa.Column("person_phone", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["gridops.incident.id"],
            name=op.f("fk_incident_private_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_incident_private")),
        schema="gridops",
    )


def downgrade() -> None:
    op.drop_table("incident_private", schema="gridops")
    op.drop_index("ix_incident_note_incident_id", table_name="incident_note", schema="gridops")
    op.drop_table("incident_note", schema="gridops")
    op.drop_table("incident_move", schema="gridops")
    op.drop_index("ix_incident_media_media_id", table_name="incident_media", schema="gridops")
    op.drop_table("incident_media", schema="gridops")
    op.drop_index(
        "ix_dispatch_unit_id", table_name="dispatch", schema="gridops", postgresql_where=sa.text("is_current")
    )
    op.drop_index("ix_dispatch_incident_id", table_name="dispatch", schema="gridops")
    op.drop_table("dispatch", schema="gridops")
    op.drop_table("unit_position", schema="gridops")
    op.drop_index("ix_role_grant_unit_id", table_name="role_grant", schema="gridops")
    op.drop_index("ix_role_grant_account_id", table_name="role_grant", schema="gridops")
    op.drop_table("role_grant", schema="gridops")
    op.drop_table("one_time_code", schema="gridops")
    op.drop_index("ix_incident_unit_ids", table_name="incident", schema="gridops", postgresql_using="gin")
    op.drop_index("ix_incident_scope_code", table_name="incident", schema="gridops")
    op.drop_index("ix_incident_reported_at", table_name="incident", schema="gridops")
    op.drop_index("ix_incident_person_ids", table_name="incident", schema="gridops", postgresql_using="gin")
    op.drop_index(
        "ix_incident_open", table_name="incident", schema="gridops", postgresql_where=sa.text("is_open")
    )
    op.drop_geospatial_index(
        "ix_incident_geom",
        table_name="incident",
        schema="gridops",
        postgresql_using="gist",
        column_name="geom",
    )
    op.drop_geospatial_table("incident", schema="gridops")
    op.drop_table("access_token", schema="gridops")
    op.drop_index("ix_waiver_set_id", table_name="waiver", schema="gridops")
    op.drop_table("waiver", schema="gridops")
    op.drop_index("ix_unit_area_code", table_name="unit", schema="gridops")
    op.drop_table("unit", schema="gridops")
    op.drop_table("standard", schema="gridops")
    op.drop_index("ix_map_feature_set_id_kind", table_name="map_feature", schema="gridops")
    op.drop_geospatial_index(
        "ix_map_feature_geom",
        table_name="map_feature",
        schema="gridops",
        postgresql_using="gist",
        column_name="geom",
    )
    op.drop_geospatial_table("map_feature", schema="gridops")
    op.drop_table("log_sequence", schema="gridops")
    op.drop_table("log_pending", schema="gridops")
    op.drop_index("ix_device_account_id", table_name="device", schema="gridops")
    op.drop_table("device", schema="gridops")
    op.drop_index("ix_area_version_set_id_level_kind", table_name="area_version", schema="gridops")
    op.drop_geospatial_index(
        "ix_area_version_geom_m",
        table_name="area_version",
        schema="gridops",
        postgresql_using="gist",
        column_name="geom_m",
    )
    op.drop_geospatial_index(
        "ix_area_version_geom",
        table_name="area_version",
        schema="gridops",
        postgresql_using="gist",
        column_name="geom",
    )
    op.drop_index("ix_area_version_area_id", table_name="area_version", schema="gridops")
    op.drop_geospatial_table("area_version", schema="gridops")
    op.drop_geospatial_index(
        "ix_area_group_geom",
        table_name="area_group",
        schema="gridops",
        postgresql_using="gist",
        column_name="geom",
    )
    op.drop_geospatial_table("area_group", schema="gridops")
    op.drop_table("work_day", schema="gridops")
    op.drop_index("ix_timer_due_at", table_name="timer", schema="gridops")
    op.drop_table("timer", schema="gridops")
    op.drop_index("ix_sign_in_failure_username_hash", table_name="sign_in_failure", schema="gridops")
    op.drop_table("sign_in_failure", schema="gridops")
    op.drop_table("quarantine", schema="gridops")
    op.drop_index("ix_media_upload_expires_at", table_name="media_upload", schema="gridops")
    op.drop_table("media_upload", schema="gridops")
    op.drop_index(
        "ix_media_file_unclaimed",
        table_name="media_file",
        schema="gridops",
        postgresql_where=sa.text("NOT is_claimed"),
    )
    op.drop_table("media_file", schema="gridops")
    op.drop_table("media_claim", schema="gridops")
    op.drop_table("matter", schema="gridops")
    op.drop_index("ix_log_entry_entity", table_name="log_entry", schema="gridops")
    op.drop_table("log_entry", schema="gridops")
    op.drop_table("log_block", schema="gridops")
    op.drop_table("deployment", schema="gridops")
    op.drop_table("boundary_set", schema="gridops")
    op.drop_table("area", schema="gridops")
    op.drop_table("agency", schema="gridops")
    op.drop_table("account", schema="gridops")
    op.execute("DROP SEQUENCE gridops.case_number_seq")
