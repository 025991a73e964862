"""Calls from a branch to a department: lifecycle, queue, participants and who may send or watch media."""
