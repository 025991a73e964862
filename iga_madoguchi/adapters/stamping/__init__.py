"""Forms as PDF: `drawing` says what stands where, `child` draws it in a process of its own."""
