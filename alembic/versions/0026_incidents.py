"""Faults from beginning to end, and figures over time"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import BigKey, Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
OPEN = sa.text("recovered_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("server", TEXT(length=80), nullable=False),
        sa.Column("check_id", TEXT(length=40), nullable=False),
        sa.Column("subject", TEXT(length=80), nullable=False),
        sa.Column("raised_at", Moment(timezone=True), nullable=False),
        sa.Column("worst", TEXT(length=8), nullable=False),
        sa.Column("words", TEXT(length=1000), nullable=False),
        sa.Column("recovered_at", Moment(timezone=True), nullable=True),
        sa.Column("acknowledged_at", Moment(timezone=True), nullable=True),
        sa.Column("acknowledged_by", TEXT(length=64), nullable=False),
        sa.Column("comment", TEXT(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_raised_at"), "incident", ["raised_at"])
    op.create_index(
        "one_open_incident",
        "incident",
        ["server", "check_id", "subject"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "monitoring_sample",
        sa.Column("measure", TEXT(length=24), nullable=False),
        sa.Column("span_s", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("least", sa.Float(), nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("greatest", sa.Float(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("measure", "span_s", "at", name=op.f("pk_monitoring_sample")),
    )


def downgrade() -> None:
    op.drop_table("monitoring_sample")
    op.drop_index("one_open_incident", table_name="incident")
    op.drop_index(op.f("ix_incident_raised_at"), table_name="incident")
    op.drop_table("incident")
