"""Where the truth is kept: engine, transactions and the list of all tables."""
