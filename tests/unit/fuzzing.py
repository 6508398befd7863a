"""Runs tests with many broken inputs, and counts them for the report."""

import os
from collections import Counter
from functools import wraps

from hypothesis import HealthCheck, given, settings

# The number of broken inputs of each test in this run.
TRIED = Counter()
_WANTED = os.environ.get("CONGVU_FUZZ", "")


def fuzz(examples, **strategies):
    """Run a test with a number of random inputs, which are always the same.

    ``CONGVU_FUZZ`` sets another number, and then the inputs are new.
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
