"""What was to be done at its time, and how it ended"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    op.create_table(
        "job_run",
        sa.Column("id", iga_madoguchi.db.columns.BigKey, nullable=False),
        sa.Column("what", TEXT(length=32), nullable=False),
        sa.Column("kind", TEXT(length=16), nullable=False),
        sa.Column("due_at", MOMENT(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("runner", TEXT(length=80), nullable=False),
        sa.Column("started_at", MOMENT(timezone=True), nullable=False),
        sa.Column("ended_at", MOMENT(timezone=True), nullable=True),
        sa.Column("outcome", TEXT(length=8), nullable=False),
        sa.Column("detail", TEXT(length=400), nullable=False),
        sa.Column("snapshot", TEXT(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
    )
    op.create_index("one_try_of_a_due_time", "job_run", ["what", "kind", "due_at", "attempt"], unique=True)
    op.create_index("runs_by_kind", "job_run", ["what", "kind", "started_at"])


def downgrade() -> None:
    op.drop_table("job_run")
