"""Copies of everything that would be missed, and the way back from them. No call depends on it."""
