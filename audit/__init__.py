"""The public site as a visitor's browser gets it: served by nginx, opened in Chromium, audited.

Tests (`tests/site`) and benchmarks share it; nothing of it runs on a host.
"""
