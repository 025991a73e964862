"""The bureau looks in with both sides' consent; terminals keep each other company"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    with op.batch_alter_table("participant") as batch_op:
        batch_op.add_column(sa.Column("reason", TEXT(length=12), nullable=False, server_default=""))
        for name in ("desk_agreed", "branch_agreed"):
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "vigil",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("asker_id", TEXT(length=32), nullable=False),
        sa.Column("asked_id", TEXT(length=32), nullable=False),
        sa.Column("state", TEXT(length=8), nullable=False),
        sa.Column("asked_at", MOMENT(timezone=True), nullable=False),
        sa.Column("begun_at", MOMENT(timezone=True), nullable=True),
        sa.Column("ended_at", MOMENT(timezone=True), nullable=True),
        sa.Column("end_reason", TEXT(length=12), nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["terminal.id"], name=op.f("fk_vigil_asker_id")),
        sa.ForeignKeyConstraint(["asked_id"], ["terminal.id"], name=op.f("fk_vigil_asked_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vigil")),
    )
    op.create_index("vigils_by_state", "vigil", ["state"])


def downgrade() -> None:
    op.drop_index("vigils_by_state", "vigil")
    op.drop_table("vigil")
    with op.batch_alter_table("participant") as batch_op:
        for name in ("branch_agreed", "desk_agreed", "reason"):
            batch_op.drop_column(name)
