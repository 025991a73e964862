"""Branches, departments and the devices that stand in them; how a browser becomes a terminal."""
