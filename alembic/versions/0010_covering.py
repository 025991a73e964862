"""That the branch's camera is dark outlives pages and servers"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("call_papers") as batch:
        batch.add_column(
            sa.Column(
                "covering",
                sqlmodel.sql.sqltypes.AutoString(length=2000),
                nullable=False,
                server_default="",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("call_papers") as batch:
        batch.drop_column("covering")
