"""How quickly writing and drawing are seen on the other side, and a screen changes its language."""
