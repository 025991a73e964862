"""Remote windows for Iga City: branches reach departments by picture, voice and paper on one server."""
