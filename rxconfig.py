"""Reflex's own settings; everything an operator may set is in iga_madoguchi/settings.py."""

import reflex as rx
from reflex_base.constants import StateManagerMode

config = rx.Config(
    app_name="iga_madoguchi",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode=StateManagerMode.MEMORY,
    react_strict_mode=False,
    disable_plugins=[rx.plugins.SitemapPlugin],
    frontend_packages=[
        "@fontsource-variable/noto-sans-jp@5.3.1",
        "@fontsource-variable/noto-sans-sc@5.3.1",
        "@digital-go-jp/design-tokens@1.1.9",
        "@mediapipe/selfie_segmentation@0.1.1675465747",
        "js-aruco2@2.0.0",
    ],
)
