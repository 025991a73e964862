"""Sheets found, pages straightened and read: on scenes that nothing was tuned on."""
