"""Forms that are filled in together"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment
ACTIVE = sa.text("state IN ('open', 'confirmed', 'signed')")


def upgrade() -> None:
    op.create_table(
        "filling",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("form_id", TEXT(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", TEXT(length=9), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT(timezone=True), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("signed_at", MOMENT(timezone=True), nullable=True),
        sa.Column("finished_at", MOMENT(timezone=True), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.Column("kept_until", MOMENT(timezone=True), nullable=True),
        sa.Column("forgotten_at", MOMENT(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_filling_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filling")),
    )
    op.create_index("ix_filling_call_id", "filling", ["call_id"])
    op.create_index("ix_filling_forgotten_at", "filling", ["forgotten_at"])
    op.create_index(
        "one_active_filling_per_call",
        "filling",
        ["call_id"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    op.create_table(
        "filling_value",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filling_id", TEXT(length=22), nullable=False),
        sa.Column("field", TEXT(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("empty", sa.Boolean(), nullable=False),
        sa.Column("written_by", TEXT(length=6), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("confirmed_at", MOMENT(timezone=True), nullable=True),
        sa.Column("doubted_at", MOMENT(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["filling_id"], ["filling.id"], name=op.f("fk_filling_value_filling_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filling_value")),
    )
    op.create_index("one_value_per_field", "filling_value", ["filling_id", "field"], unique=True)


def downgrade() -> None:
    op.drop_table("filling_value")
    op.drop_table("filling")
