"""Reservations, and visits with several matters"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment
HELD = sa.text("state IN ('open', 'arrived')")


def upgrade() -> None:
    with op.batch_alter_table("call") as batch_op:
        batch_op.add_column(sa.Column("itinerary", TEXT(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("stage", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "reservation",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("branch_id", TEXT(length=32), nullable=False),
        sa.Column("department_id", TEXT(length=32), nullable=False),
        sa.Column("desk_id", TEXT(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT(timezone=True), nullable=False),
        sa.Column("number", TEXT(length=4), nullable=False),
        sa.Column("state", TEXT(length=9), nullable=False),
        sa.Column("needs", TEXT(length=100), nullable=False),
        sa.Column("language", TEXT(length=8), nullable=False),
        sa.Column("matter", TEXT(length=16), nullable=False),
        sa.Column("settled_at", MOMENT(timezone=True), nullable=True),
        sa.Column("call_id", TEXT(length=22), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["terminal.id"], name=op.f("fk_reservation_branch_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_reservation_department_id")
        ),
        sa.ForeignKeyConstraint(["desk_id"], ["terminal.id"], name=op.f("fk_reservation_desk_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_reservation_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
    )
    for name, columns in (
        ("one_reservation_per_desk_and_slot", ["desk_id", "starts_at"]),
        ("one_reservation_per_branch_and_slot", ["branch_id", "starts_at"]),
        ("one_number_per_branch_and_day", ["branch_id", "day", "number"]),
    ):
        op.create_index(name, "reservation", columns, unique=True, sqlite_where=HELD, postgresql_where=HELD)
    op.create_index("reservations_by_state", "reservation", ["state", "starts_at"])
    op.create_index("reservations_by_day", "reservation", ["day", "starts_at"])


def downgrade() -> None:
    op.drop_table("reservation")
    with op.batch_alter_table("call") as batch_op:
        batch_op.drop_column("stage")
        batch_op.drop_column("itinerary")
