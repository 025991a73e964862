"""What a resident can come for: the matters most asked for, the search, one matter with its papers."""
