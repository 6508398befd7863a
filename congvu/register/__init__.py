"""The address register: every address that was ever given, and its holder (Article 4.6)."""
