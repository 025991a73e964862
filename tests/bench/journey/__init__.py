"""A resident's call in real browsers, by the stopwatch."""
