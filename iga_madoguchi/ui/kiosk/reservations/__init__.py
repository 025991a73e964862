"""The number of a reservation, and what the branch's staff do with reservations at the terminal."""
