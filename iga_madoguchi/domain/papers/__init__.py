"""What lies on the counter: stills, documents, marks on them, masks, and how long they are kept."""
