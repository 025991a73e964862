"""What is said aloud in a call as captions, and what is said in writing in the other side's language.

Both are made by servers in the city's own house; without one, the function does not exist.
"""
