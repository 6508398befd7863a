"""Debian's Chromium for the audits: window size, preferences, loaded files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver

from audit.certificate import trusting
from guide.pictures.tools import QUIET

# A device is emulated, since headless windows are never narrower than 500 pixels.
HEIGHT = 800


@contextmanager
def chromium(profile: Path) -> Iterator[webdriver.Chrome]:
    """Yield a browser that logs its console and its network, and trusts `audit.nginx`."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*QUIET, trusting(), f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(
        options=options, service=webdriver.ChromeService("/usr/bin/chromedriver")
    )
    try:
        yield chrome
    finally:
        chrome.quit()


def resize(browser: webdriver.Chrome, width: int, height: int = HEIGHT) -> None:
    """Set width and height of the page in CSS pixels; below a width of 700 it is a phone."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def prefer(browser: webdriver.Chrome, scheme: str) -> None:
    """Set the device's colour scheme, `light` or `dark`."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def events(browser: webdriver.Chrome) -> list[tuple[str, dict[str, Any]]]:
    """Return the new events in the network log: methods with parameters."""
    lines = browser.get_log("performance")  # type: ignore[no-untyped-call]
    messages = (json.loads(line["message"])["message"] for line in lines)
    return [(message["method"], message["params"]) for message in messages]


def hosts(happened: list[tuple[str, dict[str, Any]]]) -> set[str]:
    """Return the hosts (with ports) to which pages sent requests."""
    asked = (
        params["request"]["url"]
        for method, params in happened
        if method == "Network.requestWillBeSent"
    )
    kept = (address for address in asked if not address.startswith(("data:", "blob:", "chrome:")))
    return {urlsplit(address).netloc for address in kept}


def forget(browser: webdriver.Chrome) -> None:
    """Clear the browser's cache and all its stored data."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
