"""The phrase board: what the counters really say in seven languages, and what residents answer by touch."""
