"""WCAG 2.2 AA on every kind of page: axe-core, accessibility tree, zoom, size of targets."""

from pathlib import Path

import pytest

from audit import axe, layout, nginx, screen_reader
from audit.chromium import events, hosts, prefer, resize
from audit.release import build, checkout_on_request, extended_roster
from audit.states import State, states, states_on_request

MORE_UNITS = Path(__file__).with_name("more_units")
MORE_PATHS = sorted(f"/don-vi/{file.stem}/" for file in MORE_UNITS.glob("*.yml"))


@pytest.fixture(scope="module", autouse=True)
def as_before(browser):
    yield
    prefer(browser, "light")
    resize(browser, 1280)


@pytest.fixture(scope="module")
def roster(tmp_path_factory):
    """The sample's units, and units in other states."""
    return extended_roster(tmp_path_factory.mktemp("roster"), MORE_UNITS)


@pytest.fixture(scope="module", params=["shown", "on request"])
def audited(request, tmp_path_factory, roster):
    """The address of a served site, and its pages."""
    folder = tmp_path_factory.mktemp("audited")
    if request.param == "shown":
        release = build(tmp_path_factory.mktemp("web"), roster)
        seen = [*states(release.site), *(State(path, path) for path in MORE_PATHS)]
    else:
        checkout = checkout_on_request(tmp_path_factory.mktemp("checkout"))
        release = build(tmp_path_factory.mktemp("web"), roster, checkout)
        seen = list(states_on_request(release.site))
    limited = request.param != "shown"
    with nginx.served(release.root, folder, directory_web_cards_limited=limited) as server:
        yield server.address, seen


@pytest.fixture
def every_page(browser, audited):
    """Run an audit on all pages, and fail with one line per finding."""

    def run(audit):
        url, seen = audited
        lines = []
        for state in seen:
            state.open(browser, url)
            lines += [f"{state.name}  {finding}" for finding in audit(browser)]
        if lines:
            pytest.fail("\n".join(lines), pytrace=False)

    return run


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_axe_finds_nothing(browser, every_page, width, scheme):
    resize(browser, width)
    prefer(browser, scheme)
    every_page(axe.findings)


def test_a_screen_reader_is_told_everything(browser, every_page):
    resize(browser, 360)
    every_page(screen_reader.findings)


# A window of 1280 pixels has 320 at a zoom of 400 % (WCAG 2.1, 1.4.10) and 640 at 200 % (1.4.4).
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_cut_or_covered(browser, every_page, width):
    resize(browser, width)
    every_page(layout.text_findings)


def test_text_twice_as_large_stays_legible(browser, every_page):
    resize(browser, 360)

    def audit(browser):
        before = browser.execute_script("return getComputedStyle(document.body).fontSize")
        layout.enlarge_text(browser, 200)
        after = browser.execute_script("return getComputedStyle(document.body).fontSize")
        grown = [] if after != before else [f"the text stays at {before}"]
        return grown + layout.text_findings(browser)

    every_page(audit)


def test_spaced_text_stays_legible(browser, every_page):
    resize(browser, 320)

    def audit(browser):
        layout.space_out(browser)
        return layout.text_findings(browser)

    every_page(audit)


def test_what_is_to_be_hit_is_large_enough(browser, every_page):
    resize(browser, 360)
    every_page(layout.target_findings)


@pytest.mark.parametrize(("width", "backwards"), [(360, False), (1280, True)])
def test_the_focus_is_always_in_sight(browser, every_page, width, backwards):
    resize(browser, width)
    every_page(lambda browser: layout.focus_findings(browser, backwards=backwards))


def test_no_kind_of_page_asks_another_host_complains_or_sets_a_cookie(browser, audited, every_page):
    resize(browser, 360)
    events(browser)
    browser.get_log("browser")

    def audit(browser):
        # The console has a message for each missing file and each violation of the policy. On a
        # slow machine it also has a warning for a preloaded font that is used late.
        said = [line["message"] for line in browser.get_log("browser")]
        said = [text for text in said if "was preloaded using link preload" not in text]
        elsewhere = hosts(events(browser)) - {audited[0].partition("//")[2]}
        return [*said, *elsewhere, *map(str, browser.get_cookies())]

    every_page(audit)
