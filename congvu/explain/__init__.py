"""How an address comes to be, step by step; also before there is a record."""
