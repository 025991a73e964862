"""Beside the desk's own calls: the bureau that looks in, and the vigil with another terminal."""
