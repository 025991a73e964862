"""English, for the resident's screens."""
