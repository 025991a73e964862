"""Parts that several screens share; they know no State."""
