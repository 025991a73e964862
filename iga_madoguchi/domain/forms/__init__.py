"""Filling in together: a form that the desk writes, the resident confirms and signs, and the server prints."""
