"""The lab's orchestration, for `bin/up` and the tests: progress, mail round trip, summary."""
