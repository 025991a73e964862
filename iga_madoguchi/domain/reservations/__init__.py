"""Times that a department keeps for somebody at a branch. No name is stored: a number brings them in."""
