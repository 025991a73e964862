"""Our relay, Janus and aiortc's MediaRelay under the same load in the same minutes."""
