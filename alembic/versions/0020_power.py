"""Which UPS there is, and how it stands with the power"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    op.create_table(
        "power_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT(length=64), nullable=False),
        sa.Column("host", TEXT(length=100), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("login", TEXT(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_setting")),
    )
    op.create_table(
        "power_standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phase", TEXT(length=16), nullable=False),
        sa.Column("since", MOMENT(timezone=True), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("left_min", sa.Integer(), nullable=True),
        sa.Column("fault", TEXT(length=16), nullable=False),
        sa.Column("wanted_at", MOMENT(timezone=True), nullable=True),
        sa.Column("prepared_at", MOMENT(timezone=True), nullable=True),
        sa.Column("outcome", TEXT(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_standing")),
    )


def downgrade() -> None:
    op.drop_table("power_standing")
    op.drop_table("power_setting")
