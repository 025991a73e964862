"""The operation log is found by action, person and terminal, newest first"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_operation_log_action"), table_name="operation_log")
    for column in ("action", "actor", "terminal"):
        op.create_index(f"ix_operation_log_{column}_at", "operation_log", [column, "at", "seq"])


def downgrade() -> None:
    for column in ("action", "actor", "terminal"):
        op.drop_index(f"ix_operation_log_{column}_at", table_name="operation_log")
    op.create_index(op.f("ix_operation_log_action"), "operation_log", ["action"])
