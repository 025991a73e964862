"""Small leaf implementations of what the inner rooms name; chosen in bootstrap and nowhere else."""
