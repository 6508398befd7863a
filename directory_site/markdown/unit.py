"""A unit's page."""

from __future__ import annotations

from congvu.directory import UnitEntry
from directory_site.markdown.parts import KINDS, Page, page, people_table, table
from directory_site.source import Source
from directory_site.text import anchor, escape, mail


def unit_page(unit: UnitEntry, source: Source) -> Page:
    """Return a unit's page."""
    kind = KINDS[unit.kind]
    blocks = [
        f"# {escape(unit.name)}",
        # A quotation is the one plain block that a style sheet can make stand out.
        f"> Hộp thư chung\n>\n> **{mail(unit.address)}**",
    ]
    if unit.functions:
        functions = "\n".join(f"- {escape(function)}" for function in unit.functions)
        blocks += ["## Giải quyết các việc", functions]
    if unit.sections:
        rows = [(escape(section.name), mail(section.address)) for section in unit.sections]
        blocks += ["## Bộ phận", table(("Bộ phận", "Hộp thư"), rows)]
    if unit.people:
        blocks += ["## Cán bộ, công chức, viên chức", people_table(unit.people)]
    description = f"Hộp thư công vụ của {unit.name}, {source.office.name}: {unit.address}"
    crumbs = [(kind, f"./#{anchor(kind)}")]
    return page(f"don-vi/{unit.id}.md", unit.name, description, blocks, crumbs)
