"""The catalogue: what can be done here, what it needs, and how it is found."""
