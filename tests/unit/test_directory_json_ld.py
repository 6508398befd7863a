"""The JSON-LD in the pages. tests/site checks it against schema.org's vocabulary."""

import json
from datetime import date

import pytest
import yaml
from directories import DAY, DOMAIN, commune, person, section, source, texts, unit

from congvu.directory import DecisionEntry, GoneEntry
from directory_site import json_ld

ROOT = f"https://danhba.{DOMAIN}/"
OFFICE = ROOT + "#co-quan"


def graph(text):
    """Return the nodes of a page by type."""
    head = yaml.safe_load(text.split("\n---\n")[0])
    data = json.loads(head["json_ld"])
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def trail(node):
    return [(item["name"], item["item"]) for item in node["itemListElement"]]


def test_the_front_page_tells_the_office_its_units_and_its_search():
    nodes = graph(texts(unit("a", "A"), unit("b", "B"))["index.md"])
    office, site = nodes["GovernmentOrganization"], nodes["WebSite"]
    assert office["@id"] == OFFICE
    assert office["name"] == "UBND huyện Tây Sơn"
    assert [one["@id"] for one in office["subOrganization"]] == [
        ROOT + "don-vi/a/",
        ROOT + "don-vi/b/",
    ]
    assert site["publisher"] == {"@id": OFFICE}
    assert site["potentialAction"]["target"]["urlTemplate"] == ROOT + "tim-kiem/?q={q}"


def test_a_unit_tells_how_to_write_to_it_what_it_does_and_who_heads_it():
    here = unit(
        place="Tây Phú",
        functions=("hộ tịch",),
        sections=(section("van-thu", "Văn thư"),),
        people=(person("A B", "Phó Chủ tịch"), person("C D", "Chủ tịch", is_head=True)),
        former_names=("Xã Cũ",),
    )
    nodes = graph(texts(here)["don-vi/ubnd-xa-tay-phu.md"])
    node = nodes["GovernmentOrganization"]
    assert node["@id"] == node["url"] == ROOT + "don-vi/ubnd-xa-tay-phu/"
    assert node["email"] == here.address
    assert node["parentOrganization"]["@id"] == OFFICE
    assert node["areaServed"]["name"] == "Tây Phú"
    assert node["knowsAbout"] == ["hộ tịch"]
    assert node["alternateName"] == ["Xã Cũ"]
    assert [one["email"] for one in node["department"]] == [f"van-thu@{DOMAIN}"]
    assert node["employee"] == {
        "@type": "Person",
        "name": "C D",
        "jobTitle": "Chủ tịch",
        "email": f"mot.nguoi@{DOMAIN}",
    }
    assert trail(nodes["BreadcrumbList"]) == [
        ("Danh bạ", ROOT),
        ("Xã", ROOT + "#xa"),
        ("UBND xã Tây Phú", ROOT + "don-vi/ubnd-xa-tay-phu/"),
    ]


def test_what_a_unit_does_not_have_is_not_told():
    node = graph(texts(unit())["don-vi/ubnd-xa-tay-phu.md"])["GovernmentOrganization"]
    assert set(node) == {"@type", "@id", "name", "url", "email", "parentOrganization"}


@pytest.mark.parametrize(
    ("head", "addresses", "told"),
    [("C D", "on_request", {"@type", "name", "jobTitle"}), ("", "shown", None)],
)
def test_a_heads_address_and_name_stay_as_private_as_elsewhere(head, addresses, told):
    here = unit(people=(person(head, "Chủ tịch", is_head=True),))
    text = texts(here, addresses=addresses)["don-vi/ubnd-xa-tay-phu.md"]
    employee = graph(text)["GovernmentOrganization"].get("employee")
    assert employee is None if told is None else set(employee) == told


def test_a_dissolved_unit_tells_its_last_day():
    decision = DecisionEntry("dissolve", "1", DAY, date(2020, 1, 1))
    text = texts(unit(), gone=(GoneEntry("x", "X", "commune", decision),))["don-vi/x.md"]
    node = graph(text)["GovernmentOrganization"]
    assert node["dissolutionDate"] == "2020-01-01"
    assert "email" not in node


def test_every_page_tells_where_it_stands():
    here = commune("Tây Phú", functions=("hộ tịch",), people=(person("Lê Đức"),))
    pages = texts(here)
    expected = {
        "viec/index.md": ["viec/"],
        "viec/ho-tich.md": ["viec/", "viec/ho-tich/"],
        "a-z/dd.md": ["a-z/", "a-z/dd/"],
        "lanh-dao.md": ["lanh-dao/"],
        "thay-doi.md": ["thay-doi/"],
    }
    for path, steps in expected.items():
        found = [address for _, address in trail(graph(pages[path])["BreadcrumbList"])]
        assert found == [ROOT, *(ROOT + step for step in steps)]


def test_no_text_ends_the_element_that_it_stands_in():
    name = "</script><script>hit()</script><!-- X"
    text = json_ld.unit(unit(name=name), source(), [])
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["name"] == name
