"""What the staff at both ends of a call write to each other, out of the resident's sight."""
