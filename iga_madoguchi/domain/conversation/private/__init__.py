"""A question that the resident answers by touch, for the eyes of one clerk, gone after it is read."""
