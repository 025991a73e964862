"""Terminals test themselves before opening: what was measured, what it means, and what to do about it."""
