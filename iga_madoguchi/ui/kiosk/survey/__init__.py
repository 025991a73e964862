"""One touch after the talk: how it was."""
