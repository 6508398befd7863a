"""Broken input by the hundred: how much of it is tried, and the count that the report shows."""

import os
from collections import Counter
from functools import wraps

from hypothesis import HealthCheck, given, settings

# How many broken inputs each test has tried in this run.
TRIED = Counter()
_WANTED = os.environ.get("CONGVU_FUZZ", "")


def fuzz(examples, **strategies):
    """Run a test with so many drawn inputs, always the same; with as many new ones as
    ``CONGVU_FUZZ`` says where it is set.
    """

    def decorate(test):
        @wraps(test)
        def counted(*arguments, **drawn):
            test(*arguments, **drawn)
            TRIED[test.__name__] += 1

        return settings(
            max_examples=int(_WANTED or examples),
            deadline=None,
            derandomize=not _WANTED,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        )(given(**strategies)(counted))

    return decorate
