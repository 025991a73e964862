"""The heart: what the city's remote window is and does, without web, media or screens."""
