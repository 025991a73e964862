"""Papers, their pages, marks and masks; identity checks"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    op.create_table(
        "call_papers",
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("shown", TEXT(length=22), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_papers_call_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_papers")),
    )
    op.create_table(
        "paper",
        sa.Column("id", TEXT(length=22), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("kind", TEXT(length=8), nullable=False),
        sa.Column("title", TEXT(length=80), nullable=False),
        sa.Column("key", TEXT(length=22), nullable=False),
        sa.Column("document", TEXT(length=22), nullable=False),
        sa.Column("added_at", MOMENT(timezone=True), nullable=False),
        sa.Column("kept_until", MOMENT(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_paper_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_call_id", "paper", ["call_id"])
    op.create_index("ix_paper_kept_until", "paper", ["kept_until"])
    op.create_table(
        "paper_page",
        sa.Column("paper_id", TEXT(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received", TEXT(length=22), nullable=False),
        sa.Column("image", TEXT(length=22), nullable=False),
        sa.Column("covered", TEXT(length=22), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("received_width", sa.Integer(), nullable=False),
        sa.Column("received_height", sa.Integer(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("turned", sa.Integer(), nullable=False),
        sa.Column("corners", TEXT(length=200), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_page_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "number", name=op.f("pk_paper_page")),
    )
    op.create_table(
        "paper_mark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("paper_id", TEXT(length=22), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("by", TEXT(length=8), nullable=False),
        sa.Column("terminal_id", TEXT(length=32), nullable=False),
        sa.Column("shape", TEXT(length=8), nullable=False),
        sa.Column("points", TEXT(length=4000), nullable=False),
        sa.Column("text", TEXT(length=60), nullable=False),
        sa.Column("tmp", TEXT(length=40), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_paper_mark_call_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_mark_paper_id")),
        sa.ForeignKeyConstraint(["terminal_id"], ["terminal.id"], name=op.f("fk_paper_mark_terminal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_paper_mark_call_id", "paper_mark", ["call_id"])
    op.create_index("ix_paper_mark_paper_id", "paper_mark", ["paper_id"])
    op.create_table(
        "paper_mask",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper_id", TEXT(length=22), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_mask_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_mask")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_paper_mask_paper_id", "paper_mask", ["paper_id"])
    op.create_table(
        "identity_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", TEXT(length=22), nullable=False),
        sa.Column("at", MOMENT(timezone=True), nullable=False),
        sa.Column("document", TEXT(length=10), nullable=False),
        sa.Column("result", TEXT(length=10), nullable=False),
        sa.Column("staff_name", TEXT(length=40), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_identity_check_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
    )
    op.create_index("ix_identity_check_call_id", "identity_check", ["call_id"])


def downgrade() -> None:
    for table in ("identity_check", "paper_mask", "paper_mark", "paper_page", "paper", "call_papers"):
        op.drop_table(table)
