"""What is shown, shot and marked in a call: stills of a paper, documents, marks on them, and how long they
stay."""
