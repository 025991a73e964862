"""ことば集 at the desk: a sentence is shown to the resident in their language."""
