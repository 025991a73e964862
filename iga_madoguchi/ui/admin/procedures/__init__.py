"""The catalogue: what residents and desks read about each procedure, listed and exchanged as a file."""
