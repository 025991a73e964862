"""What resident and desk write to each other"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    op.create_table(
        "talk",
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("key", TEXT(length=22), nullable=False),
        sa.Column("started_at", MOMENT(timezone=True), nullable=False),
        sa.Column("kept_until", MOMENT(timezone=True), nullable=True),
        sa.Column("kept_by", TEXT(length=32), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_talk_call_id")),
        sa.ForeignKeyConstraint(["kept_by"], ["department.id"], name=op.f("fk_talk_kept_by")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_talk")),
    )
    op.create_index("ix_talk_kept_until", "talk", ["kept_until"], unique=False)
    op.create_table(
        "utterance",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("participant_id", TEXT(length=22), nullable=False),
        sa.Column("side", TEXT(length=6), nullable=False),
        sa.Column("author", TEXT(length=80), nullable=False),
        sa.Column("kind", TEXT(length=8), nullable=False),
        sa.Column("tmp", TEXT(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["talk.call_id"], name=op.f("fk_utterance_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_utterance")),
    )
    op.create_index("one_number_per_saying", "utterance", ["call_id", "number"], unique=True)


def downgrade() -> None:
    op.drop_table("utterance")
    op.drop_table("talk")
