"""Of which days the sums still hold"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from iga_madoguchi.kit.ids import new_id

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    counted = op.create_table(
        "counted_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(length=22), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_counted_day")),
    )
    tables = (sa.table(name, sa.column("day", sa.Date())) for name in ("stay", "survey_count"))
    stays, faces = (sa.select(table.c.day) for table in tables)
    days = op.get_bind().execute(stays.union(faces)).scalars().all()
    op.bulk_insert(counted, [{"day": day, "version": new_id()} for day in days])


def downgrade() -> None:
    op.drop_table("counted_day")
