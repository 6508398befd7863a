"""Lighthouse on the most visited pages, without its performance category.

`benchmarks/lighthouse` measures all four.
"""

import pytest

from audit import lighthouse

TIMELESS = tuple(name for name in lighthouse.CATEGORIES if name != "performance")


@pytest.mark.parametrize("which", range(3))
def test_lighthouse_takes_no_points_off(url, release, which):
    path = lighthouse.pages(release.site)[which]
    report = lighthouse.run(url + path, TIMELESS)
    assert report.scores == dict.fromkeys(TIMELESS, 100), "\n".join(report.lost)
