"""The printers beside the branches' terminals: what is printed there, for whom, and what became of it."""
