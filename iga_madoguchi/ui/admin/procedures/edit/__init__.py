"""One procedure of the catalogue: written, seen as residents see it, and all that it said before."""
