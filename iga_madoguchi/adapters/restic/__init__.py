"""Debian's restic: encrypted, deduplicated repositories. Knows nothing of what is in them."""
