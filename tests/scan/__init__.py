"""Foreign scanners against the product as it is served; not part of the suite."""
