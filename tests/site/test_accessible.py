"""WCAG 2.2 AA on every kind of page: axe-core, the accessibility tree, what can be read and hit."""

import pytest

from audit import axe, layout, screen_reader
from audit.chromium import events, hosts, prefer, resize
from audit.states import states

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module", autouse=True)
def as_before(browser):
    yield
    prefer(browser, "light")
    resize(browser, 1280)


@pytest.fixture
def every_page(browser, url, release):
    """Run an audit on every kind of page; fail with what it finds, a line each."""

    def run(audit):
        lines = []
        for state in states(release.site):
            state.open(browser, url)
            lines += [f"{state.name}  {finding}" for finding in audit(browser)]
        if lines:
            pytest.fail("\n".join(lines), pytrace=False)

    return run


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(browser, every_page, width, scheme):
    resize(browser, width)
    prefer(browser, scheme)
    every_page(axe.findings)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_screen_reader_is_told_everything(browser, every_page, width):
    resize(browser, width)
    every_page(screen_reader.findings)


# 320 pixels are also what 1280 are at 400 % (WCAG 2.1, 1.4.10); 640 are 1280 at 200 % (1.4.4).
@pytest.mark.parametrize("width", [320, 360, 640, 768, 1280])
def test_nothing_is_cut_or_covered(browser, every_page, width):
    resize(browser, width)
    every_page(layout.text_findings)


@pytest.mark.parametrize("width", WIDTHS)
def test_text_twice_as_large_stays_legible(browser, every_page, width):
    resize(browser, width)

    def audit(browser):
        before = browser.execute_script("return getComputedStyle(document.body).fontSize")
        layout.enlarge_text(browser, 200)
        after = browser.execute_script("return getComputedStyle(document.body).fontSize")
        grown = [] if after != before else [f"the text stays at {before}"]
        return grown + layout.text_findings(browser)

    every_page(audit)


@pytest.mark.parametrize("width", [320, 1280])
def test_spaced_text_stays_legible(browser, every_page, width):
    resize(browser, width)

    def audit(browser):
        layout.space_out(browser)
        return layout.text_findings(browser)

    every_page(audit)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_to_be_hit_is_large_enough(browser, every_page, width):
    resize(browser, width)
    every_page(layout.target_findings)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_focus_is_always_in_sight(browser, every_page, width, backwards):
    resize(browser, width)
    every_page(lambda browser: layout.focus_findings(browser, backwards=backwards))


def test_no_kind_of_page_asks_another_host_complains_or_sets_a_cookie(browser, url, every_page):
    resize(browser, 360)
    events(browser)
    browser.get_log("browser")

    def audit(browser):
        # Anything that is missing or that the policy forbids stands in the console.
        said = [line["message"] for line in browser.get_log("browser")]
        elsewhere = hosts(events(browser)) - {url.partition("//")[2]}
        return [*said, *elsewhere, *map(str, browser.get_cookies())]

    every_page(audit)
