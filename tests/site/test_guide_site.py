"""The internal site with the clerk's guide: strict build, search with or without diacritics."""

import html
import json
import re
import subprocess
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from test_build import ENGLISH

from audit.chromium import prefer, resize
from congvu.office import PROJECT
from guide.pictures.tools import served

VIETNAMESE_PAGES = [
    "index.html",
    *sorted(f"huong-dan/{file.stem}.html" for file in (PROJECT / "docs/huong-dan").glob("*.md")),
    "quy-che/address-rules.html",
    "quy-che/quyet-dinh-3426-2015.html",
    "tham-khao/dinh-dang.html",
    "tham-khao/quy-tac.html",
]


def build(target):
    done = subprocess.run(
        [PROJECT / "bin/guide", "build", target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    return build(tmp_path_factory.mktemp("guide"))


@pytest.fixture(scope="module")
def guide_url(guide):
    with served(guide) as address:
        yield address


def test_the_same_pages_give_the_same_bytes(guide, tmp_path):
    build(tmp_path)
    names = {file.relative_to(guide) for file in guide.rglob("*") if file.is_file()}
    assert names == {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()}
    for name in names:
        assert (guide / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_every_link_leads_to_a_page_and_a_heading(guide):
    for page in guide.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r'(?:href|src)="([^"]+)"', text):
            link = urlsplit(target)
            if link.scheme or page.name == "404.html":
                assert link.scheme in ("", "mailto"), target
                continue
            file = (page.parent / link.path).resolve() if link.path else page
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), f"{page.name}: {target}"
            if link.fragment and file.suffix == ".html":
                ids = re.findall(r'\bid="?([^"\s>]+)', file.read_text(encoding="utf-8"))
                assert link.fragment in ids, f"{page.name}: {target}"


def test_no_search_engine_is_told_to_keep_it(guide):
    for page in guide.rglob("*.html"):
        assert '<meta name="robots" content="noindex">' in page.read_text(encoding="utf-8")


def test_its_own_words_are_vietnamese(guide):
    for name in VIETNAMESE_PAGES:
        text = re.sub(r"<article.*?</article>", "", (guide / name).read_text(), flags=re.DOTALL)
        said = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        shown = re.findall(r'>([^<>]+)<|(?:title|aria-label|placeholder)="([^"]*)"', said)
        assert not ENGLISH.search(" ".join(" ".join(found) for found in shown)), name


def test_nothing_of_it_is_published_with_the_directory(site):
    ours = {file.name.partition(".")[0] for file in (PROJECT / "docs").iterdir()} - {"index"}
    assert {"huong-dan", "tham-khao"} <= ours
    assert not ours & {file.name.partition(".")[0] for file in site.iterdir()}
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert "Sổ tay văn thư" not in text
        assert "yêu cầu hợp nhất" not in text


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("page", VIETNAMESE_PAGES)
def test_nothing_overflows(browser, guide_url, page, width):
    resize(browser, width)
    browser.get(f"{guide_url}/{page}")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    # Only blocks of code may be wider than the page, since they scroll.
    wide = browser.execute_script(
        "return [...document.querySelectorAll('article *')]"
        ".filter(e => !e.closest('pre') && e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert wide == []


def test_it_asks_no_other_host(guide):
    for page in guide.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', text)
        assert not [address for address in loaded if urlsplit(address).netloc], page


FOUND = [
    ("dieu dong", "Điều động"),
    ("Điều động", "Điều động"),
    ("nghi huu", "Nghỉ hưu, nghỉ việc, đình chỉ, nghỉ dài ngày"),
    ("NGHI HUU", "Nghỉ hưu, nghỉ việc, đình chỉ, nghỉ dài ngày"),
    ("tu dien", "Từ điển"),
    ("uy quyen", "Ủy quyền"),
    ("annv12", "Vì sao địa chỉ của tôi là annv12?"),
]


@pytest.mark.parametrize(("words", "title"), FOUND)
def test_search_finds_with_and_without_diacritics(browser, guide_url, words, title):
    prefer(browser, "light")
    resize(browser, 1280)
    browser.get(f"{guide_url}/index.html")
    browser.find_element(By.CSS_SELECTOR, "label.md-search__icon, .md-search__input").click()
    box = browser.find_element(By.CSS_SELECTOR, ".md-search__input")
    box.send_keys(words)
    # It comes first because of its title, not because of a word in a command without diacritics.
    titles = (
        "const first = document.querySelector('.md-search-result__item');"
        "return first ? [...first.querySelectorAll('h1, h2')].map(e => e.textContent.trim()) : []"
    )
    WebDriverWait(browser, 20).until(lambda driver: title in driver.execute_script(titles))


def test_what_is_found_is_shown_as_it_is_written(browser, guide, guide_url):
    """A word that is found both with and without its marks is marked once."""
    index = json.loads((guide / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {html.unescape(one["title"]) for one in index["docs"]}
    resize(browser, 1280)
    browser.get(f"{guide_url}/index.html")
    browser.find_element(By.CSS_SELECTOR, "label.md-search__icon, .md-search__input").click()
    browser.find_element(By.CSS_SELECTOR, ".md-search__input").send_keys("vi sao")
    headings = (
        "return [...document.querySelectorAll('.md-search-result__item :is(h1, h2)')]"
        ".map(e => e.textContent.trim())"
    )
    shown = WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(headings))
    assert any("việc" in one for one in shown)
    assert [one for one in shown if one not in titles] == []
