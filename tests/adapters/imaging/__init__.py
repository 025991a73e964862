"""Pictures become pages: found, straight, white, and safe from whatever a file may hold."""
