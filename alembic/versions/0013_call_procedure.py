"""A call knows which procedure the resident comes for"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    with op.batch_alter_table("call") as batch:
        batch.add_column(sa.Column("procedure_id", text(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("procedure_version", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("procedure_name", text(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("call") as batch:
        for name in ("procedure_id", "procedure_version", "procedure_name"):
            batch.drop_column(name)
