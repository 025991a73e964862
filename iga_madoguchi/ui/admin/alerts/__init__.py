"""The page on which the bureau sees whether what is told arrives, and practises it."""
