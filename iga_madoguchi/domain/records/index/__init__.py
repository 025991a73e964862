"""The search index of the records, on either database."""
