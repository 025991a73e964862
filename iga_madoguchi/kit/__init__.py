"""Helpers that know nothing of the city, of calls or of the web."""
