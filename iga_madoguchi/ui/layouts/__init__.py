"""The frames that pages of the same kind share."""
