"""Staff: who may log in where, who is in, and what the bureau does about it."""
