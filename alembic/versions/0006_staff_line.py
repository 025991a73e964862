"""The staff's text line and screen, telephones of branches, who is wanted beside a resident"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    with op.batch_alter_table("terminal") as batch_op:
        batch_op.add_column(sa.Column("branch_id", TEXT(length=32), nullable=True))
        batch_op.add_column(sa.Column("phone", TEXT(length=20), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_terminal_branch_id"), "terminal", ["branch_id"], ["id"])
    op.create_table(
        "help_request",
        sa.Column("branch_id", TEXT(length=32), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("seen_at", MOMENT(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["terminal.id"], name=op.f("fk_help_request_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", name=op.f("pk_help_request")),
    )
    op.create_table(
        "line_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("side", TEXT(length=8), nullable=False),
        sa.Column("author", TEXT(length=40), nullable=False),
        sa.Column("place", TEXT(length=40), nullable=False),
        sa.Column("text", TEXT(length=500), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_line_message_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_message")),
    )
    op.create_index("ix_line_message_call_id", "line_message", ["call_id"])


def downgrade() -> None:
    op.drop_index("ix_line_message_call_id", "line_message")
    op.drop_table("line_message")
    op.drop_table("help_request")
    with op.batch_alter_table("terminal") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_terminal_branch_id"), type_="foreignkey")
        batch_op.drop_column("phone")
        batch_op.drop_column("branch_id")
