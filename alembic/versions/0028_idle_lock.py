"""When somebody was last at a screen, since when it is locked, and after how long a rule acts"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.db.columns import Moment

revision = "0028"
down_revision = "0025"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    with op.batch_alter_table("account_rule") as table:
        table.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
    with op.batch_alter_table("staff_session") as table:
        for name in ("acted_at", "shown_at", "locked_at"):
            table.add_column(sa.Column(name, Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("staff_session") as table:
        for name in ("locked_at", "shown_at", "acted_at"):
            table.drop_column(name)
    with op.batch_alter_table("account_rule") as table:
        table.drop_column("minutes")
