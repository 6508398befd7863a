"""The address register: who holds, held or may never hold which address (Article 4.6)."""
