"""The page of a branch's own staff, on a screen of theirs: the resident never sees it."""
