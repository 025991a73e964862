"""Five years of data against none, on both databases."""
