"""What a change of the roster does: the difference between two revisions, with its own safety."""
