"""The resident's screen finished: how it ended, and back to the start."""
