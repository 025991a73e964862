"""The board of self-tests, and the two reports: what was found where, and what to do about it."""
