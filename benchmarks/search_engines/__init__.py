"""Search engines weighed against each other on 30,000 people, see benchmarks/README.md."""
