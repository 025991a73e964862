"""Reservations at the desk: who is expected today, and the dialog that makes one."""
