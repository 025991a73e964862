"""The operation log for those who check it: with names, as a table and on A4; every look at it is logged."""
