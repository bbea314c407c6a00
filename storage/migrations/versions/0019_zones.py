"""Zones: parts of the town that are no division (片区), and what lies in them"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "zones",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_zones")),
    )
    op.create_table(
        "zone_areas",
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["zone"], ["zones.code"], name=op.f("fk_zone_areas_zone_zones")),
        sa.PrimaryKeyConstraint("zone", "area", name=op.f("pk_zone_areas")),
    )
