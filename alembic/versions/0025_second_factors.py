"""What somebody shows beside their password, and whether admins must"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import BigKey, Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "staff_factor",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT(length=8), nullable=False),
        sa.Column("name", TEXT(length=40), nullable=False),
        sa.Column("key", TEXT(length=64), nullable=False),
        sa.Column("secret", sa.LargeBinary(length=1000), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("credential", TEXT(length=1400), nullable=True),
        sa.Column("public_key", sa.LargeBinary(length=2000), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.Column("added_at", Moment(timezone=True), nullable=False),
        sa.Column("used_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_factor_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_factor")),
        sa.UniqueConstraint("credential", name=op.f("uq_staff_factor_credential")),
    )
    op.create_index(op.f("ix_staff_factor_staff_id"), "staff_factor", ["staff_id"])
    op.create_table(
        "account_rule",
        sa.Column("id", TEXT(length=32), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.Column("by", TEXT(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_rule")),
    )


def downgrade() -> None:
    op.drop_table("account_rule")
    op.drop_index(op.f("ix_staff_factor_staff_id"), table_name="staff_factor")
    op.drop_table("staff_factor")
