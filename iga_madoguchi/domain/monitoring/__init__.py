"""What the bureau sees of the whole: terminals, calls and whether all is well."""
