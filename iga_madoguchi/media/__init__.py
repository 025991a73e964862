"""Carries pictures and voice between the participants of a call; the only room that may import aiortc."""
