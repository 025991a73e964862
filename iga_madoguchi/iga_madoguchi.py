"""The name Reflex insists on; everything is in `web`."""

from iga_madoguchi.web import create_app

app = create_app()
