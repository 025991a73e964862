"""Printers of the branches and what was printed there"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    op.create_table(
        "printer",
        sa.Column("branch_id", TEXT(length=32), nullable=False),
        sa.Column("uri", TEXT(length=200), nullable=False),
        sa.Column("name", TEXT(length=40), nullable=False),
        sa.ForeignKeyConstraint(["branch_id"], ["terminal.id"], name=op.f("fk_printer_branch_id")),
        sa.PrimaryKeyConstraint("branch_id", name=op.f("pk_printer")),
    )
    op.create_table(
        "print_job",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("branch_id", TEXT(length=32), nullable=False),
        sa.Column("kind", TEXT(length=8), nullable=False),
        sa.Column("ordered_at", MOMENT(timezone=True), nullable=False),
        sa.Column("ordered_by", TEXT(length=32), nullable=False),
        sa.Column("state", TEXT(length=12), nullable=False),
        sa.Column("detail", TEXT(length=40), nullable=False),
        sa.Column("remote_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", MOMENT(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["branch_id"], ["terminal.id"], name=op.f("fk_print_job_branch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    op.create_index("print_jobs_by_branch", "print_job", ["branch_id", "ordered_at"])
    op.create_index(op.f("ix_print_job_state"), "print_job", ["state"])


def downgrade() -> None:
    op.drop_index(op.f("ix_print_job_state"), "print_job")
    op.drop_index("print_jobs_by_branch", "print_job")
    op.drop_table("print_job")
    op.drop_table("printer")
