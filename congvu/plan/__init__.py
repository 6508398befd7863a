"""The plan: what a change of the roster does to mailboxes, and whether it does too much at once."""
