"""Every word on the screens, one folder per language. No logic."""
