"""What resident and desk write to each other in a call, in the sight of both: 筆談, captions, answers."""
