"""The overview: one sentence, the map, the calls. Never what is said or shown in a call."""
