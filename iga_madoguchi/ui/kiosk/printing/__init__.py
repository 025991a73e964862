"""The resident is told that paper is about to come out beside them."""
