"""The desk in a call: the paper widest, the face beside it."""
