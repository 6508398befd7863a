"""Runs the lab for `bin/up` and the tests: progress, test mail, summary."""
