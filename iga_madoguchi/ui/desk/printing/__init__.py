"""Printing at the branch during a call: the printer in words, the last jobs, and a memo to take away."""
