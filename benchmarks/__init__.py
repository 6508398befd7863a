"""Benchmarks of the main job, and the invented people that they and the tests share."""
