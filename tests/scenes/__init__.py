"""Papers under a document camera, drawn by the seed: what lies there, and how a 4K camera sees it."""
