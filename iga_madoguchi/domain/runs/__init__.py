"""Scheduled work, also when it is ordered by hand: when it ran and how it ended."""
