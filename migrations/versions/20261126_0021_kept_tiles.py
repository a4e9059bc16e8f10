"""Keep tiles of borders once they are made: what stands in a set no longer changes once it has been in force.

Revision: 20261126_0021; after: 20261126_0020
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0021"
down_revision = "20261126_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "territory_tile",
        sa.Column("set_id", sa.UUID, nullable=False),
        sa.Column("z", sa.SmallInteger, nullable=False),
        sa.Column("x", sa.Integer, nullable=False),
        sa.Column("y", sa.Integer, nullable=False),
        sa.Column("tile", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"],
            ["gridops.boundary_set.id"],
            name=op.f("fk_territory_tile_set_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("set_id", "z", "x", "y", name=op.f("pk_territory_tile")),
        schema="gridops",
    )
    op.execute("GRANT SELECT, INSERT ON gridops.territory_tile TO gridops_app")
    op.execute("GRANT ALL ON gridops.territory_tile TO gridops_system")


def downgrade() -> None:
    op.drop_table("territory_tile", schema="gridops")
