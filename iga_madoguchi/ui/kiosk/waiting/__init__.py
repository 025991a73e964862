"""The resident's screen waiting: how many are before, and what to get ready."""
