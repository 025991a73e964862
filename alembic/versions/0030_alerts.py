"""The outbox of alerts, and when the server is to be started anew"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import BigKey, Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("server", TEXT(length=80), nullable=False),
        sa.Column("event", TEXT(length=8), nullable=False),
        sa.Column("incident_id", BigKey, nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("queued_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(op.f("ix_alert_queued_at"), "alert", ["queued_at"])
    op.create_table(
        "alert_sending",
        sa.Column("alert_id", BigKey, nullable=False),
        sa.Column("means", TEXT(length=8), nullable=False),
        sa.Column("state", TEXT(length=8), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment(timezone=True), nullable=False),
        sa.Column("tried_at", Moment(timezone=True), nullable=True),
        sa.Column("fault", TEXT(length=40), nullable=False),
        sa.Column("detail", TEXT(length=16), nullable=False),
        sa.PrimaryKeyConstraint("alert_id", "means", name=op.f("pk_alert_sending")),
    )
    op.create_index(op.f("ix_alert_sending_state"), "alert_sending", ["state"])
    with op.batch_alter_table("power_standing") as table:
        table.add_column(sa.Column("restart_at", Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("power_standing") as table:
        table.drop_column("restart_at")
    op.drop_table("alert_sending")
    op.drop_table("alert")
