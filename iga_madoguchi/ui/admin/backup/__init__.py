"""The page on which the bureau sees that nothing is lost, and orders a backup."""
