"""Everything can be found without scripts, by people who follow links and by programs."""

import html
import json
import re
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from audit.release import DAY
from congvu.alphabet import letter, order, typed
from congvu.directory import GoneEntry
from congvu.directory import directory as public
from congvu.office import DEFAULT_ROSTER, PROJECT, load_office
from congvu.sound import sound_state_on
from directory_site import json_ld
from directory_site.source import Source

START = "https://danhba.tayson.binhdinh.gov.vn"
SEARCH = "/tim-kiem/"
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
OLD_TONE_PLACE = re.compile(r"(o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b")
TSC = PROJECT / ".cache" / "json-ld" / "node_modules" / ".bin" / "tsc"


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


@pytest.fixture(scope="module")
def found(site):
    """The pages that can be reached by links from the front page, by address."""
    pages, waiting = {}, ["/"]
    while waiting:
        path = waiting.pop()
        file = site / path.lstrip("/") / "index.html"
        if path in pages or not path.endswith("/") or not file.is_file():
            continue
        pages[path] = file.read_text(encoding="utf-8")
        for href in Links(pages[path]).found:
            target = urlsplit(urljoin(path, href))
            if not target.scheme and not target.netloc:
                waiting.append(target.path)
    return pages


@pytest.fixture(scope="module")
def directory():
    """The public data of the sample roster."""
    return public(sound_state_on(str(DEFAULT_ROSTER), DAY))


def addresses(site):
    """Return the addresses of all pages."""
    folders = (file.parent.relative_to(site).as_posix() for file in site.rglob("index.html"))
    return {"/" if folder == "." else f"/{folder}/" for folder in folders}


def test_every_page_is_reached_by_links_alone(site, found):
    assert addresses(site) - {SEARCH} <= set(found)


def test_every_unit_function_letter_and_person_is_reached(found, directory):
    wanted = {f"/don-vi/{unit.id}/" for unit in (*directory.units, *directory.gone)}
    wanted |= {f"/viec/{function.id}/" for function in directory.functions}
    people = [person for unit in directory.units for person in unit.people if person.name]
    wanted |= {f"/a-z/{typed(letter(person.given))}/" for person in people}
    assert len(wanted) > 150
    assert wanted <= set(found)
    for person in people:
        page = html.unescape(found[f"/a-z/{typed(letter(person.given))}/"])
        assert f'<th scope="row">{person.name}</th><td>{person.title}</td>' in page
        assert f'href="mailto:{person.address}"' in page


def test_the_alphabet_is_the_browsers(browser, directory):
    texts = {person.name for unit in directory.units for person in unit.people}
    texts |= {unit.name.replace(" - ", " ") for unit in directory.units}
    texts |= {syllable for text in texts for syllable in text.split()}
    script = """
      const collator = new Intl.Collator("vi", {ignorePunctuation: true});
      const compare = (a, b) => {
        for (let i = 0; i < Math.min(a.length, b.length); i++) {
          const order = collator.compare(a[i], b[i]);
          if (order) return order;
        }
        return a.length - b.length;
      };
      return arguments[0].map(text => text.split(" ")).sort(compare).map(text => text.join(" "));
    """
    assert browser.execute_script("return Intl.Collator.supportedLocalesOf('vi').length") == 1
    # Only ICU distinguishes the position of the tone mark («hoà», «hòa») and capital letters.
    texts = {text.lower() for text in texts if not OLD_TONE_PLACE.search(text.lower())}
    once = {order(text): text for text in sorted(texts)}
    assert len(once) > 800
    assert browser.execute_script(script, list(once.values())) == [
        once[key] for key in sorted(once)
    ]


def test_the_sitemap_names_every_page_and_when_a_unit_changed(site):
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = {
        url.findtext("s:loc", namespaces=names): url.findtext("s:lastmod", namespaces=names)
        for url in ElementTree.parse(site / "sitemap.xml").getroot()
    }
    assert set(listed) == {START + path for path in addresses(site) - {SEARCH}}
    for address, day in listed.items():
        assert (day is not None) == ("/don-vi/" in address)
        assert day is None or date.fromisoformat(day) <= date.fromisoformat(DAY)
    assert f"Sitemap: {START}/sitemap.xml" in (site / "robots.txt").read_text()


def test_what_programs_read_is_in_schema_orgs_words(site, directory, tmp_path):
    graphs = {}
    for file in site.rglob("index.html"):
        for told in JSON_LD.findall(file.read_text(encoding="utf-8")):
            graphs[str(PurePosixPath("/", file.parent.relative_to(site)))] = json.loads(told)
    assert {"/", "/viec", "/a-z/dd", "/lanh-dao", "/thay-doi"} <= set(graphs)
    assert sum(path.startswith("/don-vi/") for path in graphs) > 30
    # The sample roster has no dissolved unit.
    unit = directory.units[0]
    gone = GoneEntry(unit.id, unit.name, unit.kind, unit.decision)
    graphs["gone"] = json.loads(json_ld.gone(gone, Source(load_office(), directory), []))
    # One page for each set of properties, since TypeScript is slow for thousands of similar pages.
    graphs = dict({shape(graph): (page, graph) for page, graph in graphs.items()}.values())
    assert len(graphs) >= 5
    faults = schema_faults(graphs, tmp_path)
    assert not faults, faults
    # Show that the check can fail.
    wrong = {"@type": "GovernmentOrganization", "emial": "x@y"}
    graph = {"@context": "https://schema.org", "@graph": [wrong]}
    assert "emial" in schema_faults({"/": graph}, tmp_path)


def shape(value):
    """Return the properties and types of a graph, without the values."""
    if isinstance(value, dict):
        return frozenset((key, one if key == "@type" else shape(one)) for key, one in value.items())
    if isinstance(value, list):
        return frozenset(map(shape, value))
    return type(value).__name__


def schema_faults(graphs, folder):
    """Return TypeScript's errors in JSON-LD by page, with Google's types for the vocabulary."""
    lines = ['import type { Graph, SearchAction, WithActionConstraints } from "schema-dts";']
    for number, (page, graph) in enumerate(graphs.items()):
        text = json.dumps(graph, ensure_ascii=False)
        # «query-input» needs a separate type.
        for node in graph["@graph"]:
            if action := node.get("potentialAction"):
                said = json.dumps(action)
                lines.append(f"const search{number}: WithActionConstraints<SearchAction> = {said};")
                text = text.replace(said, f"search{number}")
        lines.append(f"const page{number}: Graph = {text}; // {page}")
    (folder / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    (folder / "node_modules").unlink(missing_ok=True)
    (folder / "node_modules").symlink_to(TSC.parent.parent)
    command = [TSC, "--noEmit", "--strict", "--skipLibCheck", "--types", "", "pages.ts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
