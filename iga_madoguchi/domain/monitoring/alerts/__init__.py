"""Faults reach people who do not look at a screen: what is told, by which means, and whether it arrived."""
