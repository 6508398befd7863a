"""Explains step by step how an address is made, also for a person who is not in the roster."""
