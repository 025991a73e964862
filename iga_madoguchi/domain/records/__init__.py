"""Consultation records: what was agreed, what the resident thought, and what the window was worth."""
