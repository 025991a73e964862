"""A question that is answered by touch, until its answer is read; the handset of a terminal"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    with op.batch_alter_table("terminal") as batch_op:
        batch_op.add_column(sa.Column("handset", TEXT(length=200), nullable=False, server_default=""))
    op.create_table(
        "private_question",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("desk_id", TEXT(length=32), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_private_question_call_id")),
        sa.ForeignKeyConstraint(["desk_id"], ["terminal.id"], name=op.f("fk_private_question_desk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_question")),
        sa.UniqueConstraint("call_id", name=op.f("uq_private_question_call_id")),
    )


def downgrade() -> None:
    op.drop_table("private_question")
    with op.batch_alter_table("terminal") as batch_op:
        batch_op.drop_column("handset")
