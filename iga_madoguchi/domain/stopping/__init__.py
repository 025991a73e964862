"""The end of work in good order, before the machine stops: talks, a last backup, everything on the disk."""
