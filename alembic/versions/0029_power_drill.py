"""Since when a power cut is being practised"""

import sqlalchemy as sa
from alembic import op

from iga_madoguchi.db.columns import Moment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("power_standing") as table:
        table.add_column(sa.Column("drill_since", Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("power_standing") as table:
        table.drop_column("drill_since")
