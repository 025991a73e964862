"""The procedure beside the picture, and the record of the talk."""
