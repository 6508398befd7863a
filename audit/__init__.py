"""Audits of the public site: it is served by nginx, opened in Chromium and checked.

Tests (`tests/site`) and benchmarks use it. It never runs on a host.
"""
