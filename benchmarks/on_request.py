"""What it costs to show people's addresses on request: citizens, and whoever wants all of them.

A citizen on a slow phone's network (Lighthouse's «slow 4G») taps «Xem địa chỉ» and waits for one
small answer. Whoever wants everybody's address asks as fast as the host lets one client.
"""

from __future__ import annotations

import http.client
import ssl
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from selenium.webdriver.common.by import By

from audit import nginx
from audit.chromium import chromium, resize
from audit.release import build, checkout_on_request
from benchmarks.measure import Result

_UNIT = "/don-vi/ubnd-xa-tay-phu/"
_TAPS = 10
# Lighthouse's slow 4G: 150 ms there and back, 1.6 Mbit/s.
_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
_PATIENCE = 20  # seconds until a tap has failed
# Of asking for cards without a break: much longer than what the limit lets through at once.
_SECONDS = 60


def results() -> Iterator[Result]:
    """Yield the wait of a citizen and the time that taking every address takes one client."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        checkout, root = folder / "checkout", folder / "web"
        checkout.mkdir()
        root.mkdir()
        release = build(root, checkout / "inventory" / "roster", checkout_on_request(checkout))
        cards = sorted(
            f"/{card.relative_to(release.site)}" for card in release.site.glob("the/*/*.vcf")
        )
        with nginx.served(root, folder / "nginx", directory_web_cards_limited=True) as server:
            waits = _taps(server.address)
            size = median(sent for path, sent in server.sent() if path.startswith("/the/"))
            time.sleep(_TAPS)  # until the taps' requests no longer count
            limited = _cards_a_second(server.address, cards)
        with nginx.served(root, folder / "open", directory_web_cards_limited=False) as server:
            free = _cards_a_second(server.address, cards)
    yield Result(
        "on request: a citizen's wait for one address, slow 4G",
        median(waits[1:]) * 1000,
        detail=f"the first, with its script, {waits[0] * 1000:.0f} ms; {size:.0f} bytes each",
        unit="ms",
    )
    yield Result(
        "on request: taking addresses without the limit / with it",
        free / limited,
        detail=f"one client: {limited:.1f} addresses/s, all {len(cards)} in "
        f"{len(cards) / limited / 60:.0f} min; without the limit {free:.0f}/s",
    )


def _taps(address: str) -> list[float]:
    """Tap some links of a unit's page; return the seconds until each address stood there."""
    waits = []
    with tempfile.TemporaryDirectory() as profile, chromium(Path(profile)) as browser:
        resize(browser, 360)
        browser.execute_cdp_cmd("Network.enable", {})
        browser.execute_cdp_cmd("Network.emulateNetworkConditions", _NETWORK)
        browser.get(address + _UNIT)
        for _ in range(_TAPS):
            rest = len(browser.find_elements(By.CSS_SELECTOR, "a.reveal"))
            begun = time.perf_counter()
            browser.execute_script("document.querySelector('a.reveal').click()")
            while len(browser.find_elements(By.CSS_SELECTOR, "a.reveal")) == rest:
                if time.perf_counter() - begun > _PATIENCE:
                    raise TimeoutError(address + _UNIT)
            waits.append(time.perf_counter() - begun)
    return waits


def _cards_a_second(address: str, cards: list[str]) -> float:
    """Ask for one card after another as fast as they come; return how many a second came."""
    split = urlsplit(address)
    trusting = ssl._create_unverified_context()  # a certificate of this run's own
    connection = http.client.HTTPSConnection(split.hostname or "", split.port, context=trusting)
    begun = time.perf_counter()
    taken = asked = 0
    while (passed := time.perf_counter() - begun) < _SECONDS:
        connection.request("GET", cards[asked % len(cards)])
        answer = connection.getresponse()
        answer.read()
        asked += 1
        taken += answer.status == http.client.OK
    connection.close()
    return taken / passed
