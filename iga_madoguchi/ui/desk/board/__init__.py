"""The board: who rings, who waits, how the others are."""
