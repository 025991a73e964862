"""The list of checks: everything that is watched, how it is, and what was wrong lately."""
