"""`/live/{call}`: what happens in a call many times a second, and which media and papers are on."""
