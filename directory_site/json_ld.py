"""JSON-LD for programs, with schema.org's vocabulary: one text for each page.

The office, its units and the site refer to each other by the URLs of their pages. Of people it has
only a unit's head, with name, title and address, so that pages stay small; the open data has
everybody. If the office shows addresses on request, it has no person's address.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from congvu.directory import GoneEntry, UnitEntry
from congvu.office import Office
from directory_site.addresses import root, unit_page
from directory_site.cards import shows_people
from directory_site.source import Source

Node = dict[str, Any]
# Text and path of each page on the way to a page, without the front page.
Trail = Sequence[tuple[str, str]]

SEARCH = "tim-kiem/"


def front(source: Source, site_name: str) -> str:
    """Describe the office with its units, and the site with its search."""
    office, start = source.office, root(source.office)
    organization = _office(office)
    if source.directory.units:
        # Each unit's page has the other properties.
        organization["subOrganization"] = [
            {"@id": unit_page(office, unit.id)} for unit in source.directory.units
        ]
    site: Node = {
        "@type": "WebSite",
        "@id": f"{start}#trang",
        "name": site_name,
        "url": start,
        "inLanguage": "vi",
        "publisher": {"@id": organization["@id"]},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{start}{SEARCH}?q={{q}}"},
            "query-input": "required name=q",
        },
    }
    return _text(organization, site)


def unit(entry: UnitEntry, source: Source, trail: Trail) -> str:
    """Describe a unit: its address, functions, sections and head."""
    office = source.office
    node: Node = {
        "@type": "GovernmentOrganization",
        "@id": unit_page(office, entry.id),
        "name": entry.name,
        "url": unit_page(office, entry.id),
        "email": entry.address,
        "parentOrganization": _office(office),
    }
    if entry.former_names:
        node["alternateName"] = list(entry.former_names)
    if entry.place:
        node["areaServed"] = {"@type": "AdministrativeArea", "name": entry.place}
    if entry.functions:
        node["knowsAbout"] = list(entry.functions)
    if entry.sections:
        node["department"] = [
            {"@type": "GovernmentOrganization", "name": one.name, "email": one.address}
            for one in entry.sections
        ]
    if entry.head and entry.head.name:
        head = {"@type": "Person", "name": entry.head.name, "jobTitle": entry.head.title}
        if shows_people(office):
            head["email"] = entry.head.address
        node["employee"] = head
    return _text(node, _crumbs(office, trail))


def gone(entry: GoneEntry, source: Source, trail: Trail) -> str:
    """Describe a dissolved unit."""
    node: Node = {
        "@type": "GovernmentOrganization",
        "@id": unit_page(source.office, entry.id),
        "name": entry.name,
        "url": unit_page(source.office, entry.id),
        "dissolutionDate": entry.decision.starts.isoformat(),
        "parentOrganization": _office(source.office),
    }
    return _text(node, _crumbs(source.office, trail))


def crumbs(source: Source, trail: Trail) -> str:
    """Describe only the position of a page in the site."""
    return _text(_crumbs(source.office, trail))


def dataset(
    source: Source, trail: Trail, description: str, files: Mapping[str, str], terms: str
) -> str:
    """Describe the open data.

    Args:
        source: the source of the data.
        trail: the position of its page in the site.
        description: a description of the data.
        files: paths from the site's root, with the media type of each.
        terms: path from the root of the terms of use.
    """
    start = root(source.office)
    node: Node = {
        "@type": "Dataset",
        "@id": start + trail[-1][1],
        "name": f"Danh bạ thư công vụ {source.office.name}",
        "description": description,
        "url": start + trail[-1][1],
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": start + terms,
        "creator": _office(source.office),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": start + path, "encodingFormat": media_type}
            for path, media_type in files.items()
        ],
    }
    if source.directory.units:
        newest = max(entry.updated for entry in source.directory.units)
        node["dateModified"] = newest.isoformat()
    return _text(node, _crumbs(source.office, trail))


def _office(office: Office) -> Node:
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{root(office)}#co-quan",
        "name": office.name,
        "url": root(office),
    }


def _crumbs(office: Office, trail: Trail) -> Node:
    steps = [("Danh bạ", ""), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                # «./» is the path of the front page in breadcrumbs.
                "item": root(office) + path.removeprefix("./"),
            }
            for position, (name, path) in enumerate(steps, 1)
        ],
    }


def _text(*nodes: Node) -> str:
    data = {"@context": "https://schema.org", "@graph": nodes}
    # No text may end the surrounding script element or begin a comment in it.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
