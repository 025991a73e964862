"""Staff, their logins and sessions, and what each of them may do."""
