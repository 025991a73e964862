"""Who and what is reachable now, and when the city is open. Knows nothing of calls."""
