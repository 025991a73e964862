"""Departments, branches and the terminals that stand in them: what there is, and how it is changed."""
