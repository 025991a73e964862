"""Functions can be switched off"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "function_off",
        sa.Column("id", text(length=32), nullable=False),
        sa.Column("since", iga_madoguchi.db.columns.Moment(), nullable=False),
        sa.Column("by", text(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_function_off")),
    )


def downgrade() -> None:
    op.drop_table("function_off")
