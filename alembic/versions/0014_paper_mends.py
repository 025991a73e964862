"""Print jobs know their call, pages are drawn once in each width, orders for a dark camera are a list"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("print_job") as batch:
        batch.add_column(sa.Column("call_id", sqlmodel.sql.sqltypes.AutoString(length=22), nullable=True))
    op.create_table(
        "paper_drawing",
        sa.Column("paper_id", sqlmodel.sql.sqltypes.AutoString(length=22), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("blob", sqlmodel.sql.sqltypes.AutoString(length=22), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_drawing_paper_id")),
        sa.PrimaryKeyConstraint("paper_id", "number", "width", name=op.f("pk_paper_drawing")),
    )
    # One order became a list of orders.
    op.execute(
        "UPDATE call_papers SET covering = '[' || covering || ']'"
        " WHERE covering <> '' AND covering NOT LIKE '[[%'"
    )


def downgrade() -> None:
    op.execute("UPDATE call_papers SET covering = ''")
    op.drop_table("paper_drawing")
    with op.batch_alter_table("print_job") as batch:
        batch.drop_column("call_id")
