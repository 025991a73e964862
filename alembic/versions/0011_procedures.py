"""The catalogue of procedures and its versions"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = iga_madoguchi.db.columns.Moment


def upgrade() -> None:
    op.create_table(
        "procedure",
        sa.Column("id", TEXT(length=64), nullable=False),
        sa.Column("department_id", TEXT(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", MOMENT(timezone=True), nullable=True),
        sa.Column("confirmed_at", MOMENT(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_procedure_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
    )
    op.create_index("procedures_by_department", "procedure", ["department_id", "position"])
    op.create_table(
        "procedure_version",
        sa.Column("procedure_id", TEXT(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", TEXT(), nullable=False),
        sa.Column("saved_at", MOMENT(timezone=True), nullable=False),
        sa.Column("saved_by", TEXT(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name=op.f("fk_procedure_version_procedure_id")
        ),
        sa.PrimaryKeyConstraint("procedure_id", "number", name=op.f("pk_procedure_version")),
    )
    op.create_table(
        "catalogue_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_revision")),
    )


def downgrade() -> None:
    op.drop_table("catalogue_revision")
    op.drop_table("procedure_version")
    op.drop_table("procedure")
