"""Self-tests of terminals, what the bureau ordered, and how long everything was there"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import BigKey, Moment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "self_test",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("terminal_id", TEXT(length=32), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("cause", TEXT(length=8), nullable=False),
        sa.Column("state", TEXT(length=8), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("browser", TEXT(length=40), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminal.id"], name=op.f("fk_self_test_terminal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_test")),
    )
    op.create_index("self_tests_of_terminal", "self_test", ["terminal_id", "at"])
    op.create_index(op.f("ix_self_test_at"), "self_test", ["at"])
    op.create_table(
        "self_test_order",
        sa.Column("terminal_id", TEXT(length=32), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["terminal_id"], ["terminal.id"], name=op.f("fk_self_test_order_terminal_id")
        ),
        sa.PrimaryKeyConstraint("terminal_id", name=op.f("pk_self_test_order")),
    )
    op.create_table(
        "uptime_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", TEXT(length=32), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("open_looked", sa.Integer(), nullable=False),
        sa.Column("open_up", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("minute", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "place", name=op.f("pk_uptime_day")),
    )


def downgrade() -> None:
    op.drop_table("uptime_day")
    op.drop_table("self_test_order")
    op.drop_index(op.f("ix_self_test_at"), table_name="self_test")
    op.drop_index("self_tests_of_terminal", table_name="self_test")
    op.drop_table("self_test")
