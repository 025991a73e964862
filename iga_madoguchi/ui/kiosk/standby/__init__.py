"""The resident's screen standby: what can be done here, and where to press."""
