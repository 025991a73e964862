"""The statistics: what the window was worth, for the bureau and for papers."""
