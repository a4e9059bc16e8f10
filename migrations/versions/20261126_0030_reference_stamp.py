"""A stamp of the reference data, raised with the commit of whoever edits any of it.

Revision: 20261126_0030; after: 20261126_0021
"""

from alembic import op

revision = "20261126_0030"
down_revision = "20261126_0021"
branch_labels = None
depends_on = None

TABLES = (
    "deployment",
    "boundary_set",
    "area_version",
    "area_group",
    "agency",
    "unit",
    "matter",
    "standard",
    "admission",
    "routing_rule",
    "origin_policy",
    "precedent",
    "power",
    "responsibility",
    "working_hours",
    "area_class",
    "work_day",
)

# The triggers are deferred: the row and the lock are taken with the commit and held no longer than it takes, so that
# two who edit for minutes do not wait for each other, and a report waits for a commit, never for an edit.
# A report that holds the lock shared (gridops.people, entering) writes under rules that no edit has outdated.
FUNCTIONS = """
CREATE FUNCTION gridops.raise_stamp() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = gridops, pg_temp AS $$
BEGIN
    IF coalesce(current_setting('gridops.stamped', true), '') <> pg_current_xact_id()::text THEN
        PERFORM pg_advisory_xact_lock(hashtext('gridops.reference'), 0);
        UPDATE gridops.reference_stamp SET stamp = stamp + 1;
        PERFORM set_config('gridops.stamped', pg_current_xact_id()::text, true);
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION gridops.raise_stamp() FROM PUBLIC;
"""


def upgrade() -> None:
    op.execute(
        "CREATE TABLE gridops.reference_stamp (id integer NOT NULL DEFAULT 1, stamp bigint NOT NULL DEFAULT 1,"
        " CONSTRAINT pk_reference_stamp PRIMARY KEY (id),"
        " CONSTRAINT ck_reference_stamp_only_one CHECK (id = 1))"
    )
    op.execute("INSERT INTO gridops.reference_stamp DEFAULT VALUES")
    op.execute("GRANT SELECT ON gridops.reference_stamp TO gridops_app, gridops_map, gridops_system")
    op.execute(FUNCTIONS)
    for table in TABLES:
        op.execute(
            f"CREATE CONSTRAINT TRIGGER ck_{table}_raises_stamp AFTER INSERT OR UPDATE OR DELETE"
            f" ON gridops.{table} DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION gridops.raise_stamp()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_emptied_raises_stamp AFTER TRUNCATE ON gridops.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION gridops.raise_stamp()"
        )


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TRIGGER ck_{table}_raises_stamp ON gridops.{table}")
        op.execute(f"DROP TRIGGER {table}_emptied_raises_stamp ON gridops.{table}")
    op.execute("DROP FUNCTION gridops.raise_stamp()")
    op.execute("DROP TABLE gridops.reference_stamp")
