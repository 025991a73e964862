"""A day of traffic, played through the real services on a database of its own."""
