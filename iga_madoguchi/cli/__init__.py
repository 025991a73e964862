"""The command line; works when Reflex and Node are broken or absent."""
