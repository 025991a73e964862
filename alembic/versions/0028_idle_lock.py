"""When somebody was last at a screen, since when it is locked, when a rule acts; what two admins do"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import BigKey, Moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    with op.batch_alter_table("account_rule") as table:
        table.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
    with op.batch_alter_table("staff_session") as table:
        for name in ("acted_at", "shown_at", "locked_at"):
            table.add_column(sa.Column(name, Moment(timezone=True), nullable=True))
    op.create_table(
        "paired_request",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("kind", TEXT(length=32), nullable=False),
        sa.Column("subject", TEXT(length=64), nullable=False),
        sa.Column("asked_by", TEXT(length=64), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=False),
        sa.Column("outcome", TEXT(length=12), nullable=False),
        sa.Column("decided_by", TEXT(length=64), nullable=False),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paired_request")),
    )
    op.create_index(op.f("ix_paired_request_until"), "paired_request", ["until"])


def downgrade() -> None:
    op.drop_index(op.f("ix_paired_request_until"), table_name="paired_request")
    op.drop_table("paired_request")
    with op.batch_alter_table("staff_session") as table:
        for name in ("locked_at", "shown_at", "acted_at"):
            table.drop_column(name)
    with op.batch_alter_table("account_rule") as table:
        table.drop_column("minutes")
