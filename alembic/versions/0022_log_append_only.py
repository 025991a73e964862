"""The operation log only grows: what is written in it is neither changed nor taken out"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# A later migration that rebuilds the table must make them again.
SQLITE = """CREATE TRIGGER operation_log_{what}_refused BEFORE {what} ON operation_log
BEGIN SELECT RAISE(ABORT, 'operation_log only grows'); END"""
FUNCTION = """CREATE FUNCTION operation_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'operation_log only grows'; END $$"""
POSTGRESQL = """CREATE TRIGGER operation_log_{what}_refused BEFORE {what} ON operation_log
FOR EACH STATEMENT EXECUTE FUNCTION operation_log_only_grows()"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION)
        for what in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(POSTGRESQL.format(what=what))
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(what=what))


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    table = " ON operation_log" if postgresql else ""
    for what in ("UPDATE", "DELETE", *(["TRUNCATE"] if postgresql else [])):
        op.execute(f"DROP TRIGGER operation_log_{what}_refused{table}")
    if postgresql:
        op.execute("DROP FUNCTION operation_log_only_grows()")
