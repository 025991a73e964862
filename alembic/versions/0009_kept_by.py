"""What is kept belongs to the department that kept it"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
TABLES = ("paper", "filling")


def upgrade() -> None:
    for table in TABLES:
        name = op.f(f"fk_{table}_kept_by")
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("kept_by", TEXT(length=32), nullable=True))
            batch.create_foreign_key(name, "department", ["kept_by"], ["id"])
        op.execute(
            f"UPDATE {table} SET kept_by = (SELECT department_id FROM call WHERE call.id = {table}.call_id)"
            " WHERE kept_until IS NOT NULL"
        )


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_kept_by"), type_="foreignkey")
            batch.drop_column("kept_by")
