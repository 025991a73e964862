"""Years as they might have been, made up, for an example database: how everything is when it is full."""
