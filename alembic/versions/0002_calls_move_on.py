"""Calls that are held, handed on, parked and called back"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment
DESK_STATES = sa.text("state IN ('answered', 'held', 'recalled')")
BRANCH_STATES = sa.text("state NOT IN ('ended', 'parked')")


def upgrade() -> None:
    with op.batch_alter_table("department") as batch_op:
        batch_op.add_column(sa.Column("deputy_id", TEXT(length=32), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_department_deputy_id"), "department", ["deputy_id"], ["id"]
        )
    with op.batch_alter_table("call") as batch_op:
        batch_op.add_column(sa.Column("rank", sa.Integer(), nullable=False, server_default="2"))
        batch_op.add_column(sa.Column("priority", TEXT(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("from_department_id", TEXT(length=32), nullable=True))
        batch_op.add_column(sa.Column("from_desk_id", TEXT(length=32), nullable=True))
        batch_op.add_column(sa.Column("parked", TEXT(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("escalated_at", MOMENT(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_call_from_department_id"), "department", ["from_department_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_call_from_desk_id"), "terminal", ["from_desk_id"], ["id"])
        batch_op.drop_index("one_answered_call_per_desk")
        batch_op.drop_index("one_open_call_per_branch")
        batch_op.create_index("calls_by_department", ["department_id", "ended_at"])
        batch_op.create_index(
            "one_call_per_desk",
            ["desk_id"],
            unique=True,
            sqlite_where=DESK_STATES,
            postgresql_where=DESK_STATES,
        )
        batch_op.create_index(
            "one_open_call_per_branch",
            ["branch_id"],
            unique=True,
            sqlite_where=BRANCH_STATES,
            postgresql_where=BRANCH_STATES,
        )
    with op.batch_alter_table("participant") as batch_op:
        batch_op.alter_column(
            "kind", type_=TEXT(length=12), existing_type=TEXT(length=8), existing_nullable=False
        )
        batch_op.add_column(sa.Column("staff_name", TEXT(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("since", MOMENT(timezone=True), nullable=True))
    op.create_table(
        "call_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("author", TEXT(length=40), nullable=False),
        sa.Column("place", TEXT(length=40), nullable=False),
        sa.Column("text", TEXT(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_note_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_note")),
    )
    op.create_index("ix_call_note_call_id", "call_note", ["call_id"])


def downgrade() -> None:
    op.drop_index("ix_call_note_call_id", "call_note")
    op.drop_table("call_note")
    with op.batch_alter_table("participant") as batch_op:
        batch_op.drop_column("since")
        batch_op.drop_column("staff_name")
    with op.batch_alter_table("call") as batch_op:
        batch_op.drop_index("one_open_call_per_branch")
        batch_op.drop_index("one_call_per_desk")
        batch_op.drop_index("calls_by_department")
        batch_op.drop_constraint(batch_op.f("fk_call_from_desk_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_call_from_department_id"), type_="foreignkey")
        for name in ("escalated_at", "parked", "from_desk_id", "from_department_id", "priority", "rank"):
            batch_op.drop_column(name)
        answered, opened = sa.text("state = 'answered'"), sa.text("state <> 'ended'")
        batch_op.create_index(
            "one_answered_call_per_desk",
            ["desk_id"],
            unique=True,
            sqlite_where=answered,
            postgresql_where=answered,
        )
        batch_op.create_index(
            "one_open_call_per_branch",
            ["branch_id"],
            unique=True,
            sqlite_where=opened,
            postgresql_where=opened,
        )
    with op.batch_alter_table("department") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_department_deputy_id"), type_="foreignkey")
        batch_op.drop_column("deputy_id")
