"""Consultation records and their search index, the survey, and what the statistics are made of"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import iga_madoguchi.db.columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = iga_madoguchi.db.columns.Moment
BIG = iga_madoguchi.db.columns.BigKey


def upgrade() -> None:
    _records()
    _around_the_records()
    _counted()
    _search_index()


def downgrade() -> None:
    op.execute("DROP TABLE record_search")
    for table in (
        "saving_assumption",
        "survey_count",
        "survey_given",
        "stay_mark",
        "stay",
        "record_setting",
        "record_matter",
        "record_revision",
        "consultation_record",
    ):
        op.drop_table(table)


def _text(name: str, length: int, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, MOMENT(timezone=True), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _records() -> None:
    table = "consultation_record"
    op.create_table(
        table,
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        _text("call_id", 22),
        _text("department_id", 32),
        _text("called_id", 32),
        _text("branch_id", 32),
        sa.Column("day", sa.Date(), nullable=False),
        _number("ticket"),
        _text("state", 8),
        _number("revision"),
        _text("clerk", 40),
        _text("memo", 20_000),
        _text("procedure_id", 64),
        _text("procedure_name", 80),
        _number("procedure_version"),
        _text("result", 8),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("ticks", sa.Text(), nullable=False),
        _number("minutes", nullable=True),
        _number("papers"),
        _text("resident_name", 80),
        _moment("begun_at"),
        _moment("saved_at"),
        _text("saved_by", 40),
        _text("saved_login", 32),
        _text("writer", 64),
        _number("number"),
        _text("reason", 200),
        _moment("finished_at", nullable=True),
        _points(table, "call_id", "call"),
        _points(table, "department_id", "department"),
        _points(table, "called_id", "department"),
        _points(table, "branch_id", "terminal"),
        _key(table, "id"),
    )
    op.create_index("one_record_per_call_and_department", table, ["call_id", "department_id"], unique=True)
    op.create_index("records_by_department", table, ["department_id", "id"])
    op.create_index("records_by_branch", table, ["department_id", "branch_id", "id"])
    op.create_index("records_by_procedure", table, ["department_id", "procedure_id", "id"])
    op.create_index("records_by_state", table, ["department_id", "state", "id"])
    op.create_table(
        "record_revision",
        sa.Column("id", BIG, nullable=False),
        sa.Column("record_id", BIG, nullable=False),
        _number("number"),
        sa.Column("aside", sa.Boolean(), nullable=False),
        _moment("at"),
        _text("author", 40),
        _text("login", 32),
        _text("reason", 200),
        sa.Column("content", sa.Text(), nullable=False),
        _points("record_revision", "record_id", table),
        _key("record_revision", "id"),
    )
    op.create_index("revisions_by_record", "record_revision", ["record_id", "id"])


def _around_the_records() -> None:
    op.create_table(
        "record_matter",
        _text("id", 64),
        _text("name", 80),
        _number("version"),
        _key("record_matter", "id"),
    )
    op.create_table(
        "record_setting",
        _text("department_id", 32),
        sa.Column("needs_name", sa.Boolean(), nullable=False),
        _points("record_setting", "department_id", "department"),
        _key("record_setting", "department_id"),
    )
    op.create_table(
        "survey_given",
        _text("call_id", 22),
        _points("survey_given", "call_id", "call"),
        _key("survey_given", "call_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_count",
        sa.Column("day", sa.Date(), nullable=False),
        _number("hour"),
        _text("branch_id", 32),
        _text("department_id", 32),
        _text("matter", 64),
        _text("face", 4),
        _number("month"),
        _number("weekday"),
        _number("count"),
        _points("survey_count", "branch_id", "terminal"),
        _points("survey_count", "department_id", "department"),
        _key("survey_count", "day", "hour", "branch_id", "department_id", "matter", "face"),
        sqlite_with_rowid=False,
    )


def _counted() -> None:
    op.create_table(
        "stay",
        _text("call_id", 22),
        _text("department_id", 32),
        _text("owner_id", 32, nullable=True),
        _text("branch_id", 32),
        sa.Column("day", sa.Date(), nullable=False),
        _number("month"),
        _number("weekday"),
        _number("hour"),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("trip", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        _text("outcome", 9),
        _number("wait_s", nullable=True),
        _number("talk_s"),
        _number("declines"),
        _number("timeouts"),
        sa.Column("transferred", sa.Boolean(), nullable=False),
        _text("matter", 64),
        _points("stay", "call_id", "call"),
        _points("stay", "department_id", "department"),
        _points("stay", "owner_id", "department"),
        _points("stay", "branch_id", "terminal"),
        _key("stay", "call_id", "department_id"),
    )
    op.create_index("stays_by_day", "stay", ["day"])
    op.create_index("stays_by_owner", "stay", ["owner_id", "day"])
    op.create_table(
        "stay_mark", _number("id"), sa.Column("seq", BIG, nullable=False), _key("stay_mark", "id")
    )
    op.create_table(
        "saving_assumption",
        _text("branch_id", 32),
        sa.Column("km", sa.Float(), nullable=False),
        _number("minutes"),
        _number("share"),
        _points("saving_assumption", "branch_id", "terminal"),
        _key("saving_assumption", "branch_id"),
    )


def _search_index() -> None:
    """One row per record: its terms, and its text in the spelling that is compared."""
    if op.get_bind().dialect.name == "sqlite":
        # Terms stand between spaces and are made by us, so every sign but a space is part of one.
        op.execute(
            "CREATE VIRTUAL TABLE record_search USING fts5(terms, folded UNINDEXED, detail=none,"
            " columnsize=0, tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
        )
        return
    op.execute(
        "CREATE TABLE record_search (id BIGINT PRIMARY KEY REFERENCES consultation_record (id),"
        " terms TSVECTOR NOT NULL, folded TEXT NOT NULL)"
    )
    op.execute("CREATE INDEX record_search_terms ON record_search USING gin (terms)")
