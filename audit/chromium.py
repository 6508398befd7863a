"""Debian's Chromium for the audits: its windows, what it prefers, what it loaded."""

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

# Headless windows are never narrower than 500 pixels, so a device is emulated.
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
    """Make the page so wide and high, in CSS pixels; below 700 it is a phone."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def prefer(browser: webdriver.Chrome, scheme: str) -> None:
    """Say that the device is `light` or `dark`."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def events(browser: webdriver.Chrome) -> list[tuple[str, dict[str, Any]]]:
    """Return what the network log has gathered since it was last read: methods with parameters."""
    lines = browser.get_log("performance")  # type: ignore[no-untyped-call]
    messages = (json.loads(line["message"])["message"] for line in lines)
    return [(message["method"], message["params"]) for message in messages]


def hosts(happened: list[tuple[str, dict[str, Any]]]) -> set[str]:
    """Return the hosts (with ports) that pages asked for anything."""
    asked = (
        params["request"]["url"]
        for method, params in happened
        if method == "Network.requestWillBeSent"
    )
    kept = (address for address in asked if not address.startswith(("data:", "blob:", "chrome:")))
    return {urlsplit(address).netloc for address in kept}


def forget(browser: webdriver.Chrome) -> None:
    """Make the browser one that has never been anywhere."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
