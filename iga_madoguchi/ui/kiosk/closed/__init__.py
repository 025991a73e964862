"""The resident's screen closed: when it opens again."""
