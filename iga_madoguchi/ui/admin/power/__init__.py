"""The page on which the bureau sees the UPS, what will happen when the power fails, and what has happened."""
