"""Codes with which staff set their own password; which state of a person was shown"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import BigKey, Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_code",
        sa.Column("staff_id", BigKey, autoincrement=False, nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_code_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_code")),
    )
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.drop_column("revision")
    op.drop_table("staff_code")
