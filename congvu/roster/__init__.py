"""The staff roster: its model, its YAML, and what its decisions mean on a day."""
