"""How fast a paper and what is drawn on it get to the other side, by the stopwatch."""
