"""The resident's screen in_call: the face, the paper, and the way out."""
