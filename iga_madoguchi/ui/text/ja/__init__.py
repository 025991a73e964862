"""Japanese: complete, and the language of the office."""
