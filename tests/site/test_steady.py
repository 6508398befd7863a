"""Nothing moves on a page while it loads, also on a slow network."""

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from audit import lighthouse
from audit.chromium import forget, resize

# Maximum of the cumulative layout shift. Lighthouse deducts points above 0.1.
MOST = 0.01
# A slow 4G network, in milliseconds and bytes per second.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}

_MOVED = """
const done = arguments[0];
new PerformanceObserver((list) => done(list.getEntries().map((entry) => [
  entry.value, ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80)),
]))).observe({ type: "layout-shift", buffered: true });
setTimeout(() => done([]), 500);
"""


@pytest.fixture
def slow(browser):
    resize(browser, 360, 640)
    forget(browser)
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", SLOW)
    yield browser
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", FAST)


@pytest.mark.parametrize("which", range(3))
def test_nothing_moves_while_a_page_comes(slow, url, release, which):
    path = lighthouse.pages(release.site)[which]
    slow.get(url + path)
    answered = "return !location.search || document.querySelector('.answer .tools') !== null"
    WebDriverWait(slow, 30).until(lambda driver: driver.execute_script(answered))
    moved = slow.execute_async_script(_MOVED)
    assert sum(value for value, *_ in moved) <= MOST, moved
