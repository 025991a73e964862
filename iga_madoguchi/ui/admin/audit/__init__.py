"""The page of the operation log: what was done, by whom, and whether the log is whole."""
