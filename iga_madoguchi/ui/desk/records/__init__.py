"""The records of this department: what is not written yet, the search, one record."""
