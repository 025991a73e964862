"""The page on which the bureau switches functions on and off."""
