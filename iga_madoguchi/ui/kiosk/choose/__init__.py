"""The resident's screen choose: every department, called by one touch."""
