"""The bureau in a call: asked for from the overview, with faces and voices and no paper."""
