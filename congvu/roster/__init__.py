"""The staff roster: its model, its YAML, and the effect of its decisions on a day."""
