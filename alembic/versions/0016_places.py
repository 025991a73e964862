"""Departments and branches are renamed, retired and put on the map by the bureau"""

import sqlalchemy as sa
from alembic import op

import iga_madoguchi.db.columns

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = iga_madoguchi.db.columns.Moment

# What stood in the program until now, for the places that it named.
DEPARTMENTS = {
    "shogai": ("Disability Welfare", "Certificates, medical costs"),
    "kodomo": ("Children's Future", "Child allowance, medical costs"),
    "hoiku": ("Nursery and Kindergarten", "Applying for nursery"),
    "kaigo": ("Care and Elderly Welfare", "Care certification, handrails"),
    "hoken": ("Insurance and Pension", "Health insurance, pension"),
}
BRANCHES = {
    "iga": ("Iga Branch", 3, 2),
    "shimagahara": ("Shimagahara Branch", 1, 3),
    "ayama": ("Ayama Branch", 2, 1),
    "oyamada": ("Oyamada Branch", 3, 4),
    "aoyama": ("Aoyama Branch", 2, 7),
}


def upgrade() -> None:
    for table in ("department", "terminal"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("words", sa.JSON(), nullable=False, server_default="{}"))
            batch.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
            batch.add_column(sa.Column("retired_at", MOMENT(timezone=True), nullable=True))
    with op.batch_alter_table("terminal") as batch:
        batch.add_column(sa.Column("map_column", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("map_row", sa.Integer(), nullable=True))
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("terminal") as batch:
        batch.drop_column("map_row")
        batch.drop_column("map_column")
    for table in ("terminal", "department"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("retired_at")
            batch.drop_column("revision")
            batch.drop_column("words")


def _fill() -> None:
    department = sa.table("department", sa.column("id"), sa.column("words", sa.JSON()))
    terminal = sa.table(
        "terminal",
        *(sa.column(name) for name in ("id", "kind", "map_column", "map_row")),
        sa.column("words", sa.JSON()),
    )
    for id_, (name, examples) in DEPARTMENTS.items():
        said = {"en": {"name": name, "examples": examples}}
        op.execute(department.update().where(department.c.id == id_).values(words=said))
    for id_, (name, column, row) in BRANCHES.items():
        place = {"words": {"en": {"name": name}}, "map_column": column, "map_row": row}
        here = (terminal.c.id == id_) & (terminal.c.kind == "branch")
        op.execute(terminal.update().where(here).values(place))
