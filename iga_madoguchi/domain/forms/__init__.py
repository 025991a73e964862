"""Filling in together: a form the desk writes, the resident confirms and signs, the server prints."""
