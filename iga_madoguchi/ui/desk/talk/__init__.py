"""字幕と筆談 at the desk: what is said in writing, and how long it stays."""
