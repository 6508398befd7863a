"""Each role's README, from its argument_specs, its defaults and the playbooks that use it.

``python -m guide.roles [--check]`` writes stale files, or only lists them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from congvu.office import PROJECT
from guide.stale import only_checks, report

ROLES = PROJECT / "roles"
PLAYBOOKS = PROJECT / "playbooks"

_HEADER = """\
<!-- Written by «bin/guide roles» from meta/argument_specs.yml. Don't edit it by hand. -->
"""
# Ansible's markup: C(code), O(an option), V(a value), M(a module).
_ANSIBLE_MARKUP = re.compile(r"\b[COVM]\(([^)]*)\)")

# YAML of Ansible's: mappings with values of every kind.
_Spec = Mapping[str, Any]


def readmes() -> dict[Path, str]:
    """Return the text of every role's README, by its file."""
    users = _users()
    return {
        specs.parent.parent / "README.md": _readme(specs.parent.parent, users)
        for specs in sorted(ROLES.glob("*/meta/argument_specs.yml"))
    }


def _readme(role: Path, users: Mapping[tuple[str, str], list[str]]) -> str:
    specs = _load(role / "meta" / "argument_specs.yml")["argument_specs"]
    defaults_file = role / "defaults" / "main.yml"
    defaults = _load(defaults_file) if defaults_file.exists() else {}
    lines = [f"# {role.name}", "", _HEADER]
    for name, spec in specs.items():
        if name != "main":
            lines += [f"## `tasks_from: {name}`", ""]
        lines += _entry(spec, defaults, users.get((role.name, name), []))
    return "\n".join(lines)


def _entry(spec: _Spec, defaults: _Spec, users: list[str]) -> Iterator[str]:
    yield f"{_text(spec['short_description'])}."
    yield ""
    for paragraph in _paragraphs(spec.get("description", [])):
        yield _text(paragraph)
        yield ""
    if users:
        yield f"Used by {', '.join(f'`playbooks/{user}`' for user in users)}."
        yield ""
    options = spec.get("options", {})
    if options:
        yield "| Variable | Type | Default | Meaning |"
        yield "|---|---|---|---|"
        yield from _rows(options, defaults)
    else:
        yield "It has no variables."
    yield ""


def _rows(options: _Spec, defaults: _Spec, above: str = "") -> Iterator[str]:
    for name, option in options.items():
        kind = option.get("type", "str")
        if "elements" in option:
            kind = f"{kind} of {option['elements']}"
        meaning = " ".join(_text(text) for text in _paragraphs(option.get("description", [])))
        if "choices" in option:
            meaning += f" One of {', '.join(f'`{choice}`' for choice in option['choices'])}."
        default = _default(name, option, defaults)
        yield f"| `{above}{name}` | {kind} | {default} | {_cell(meaning)} |"
        within = defaults.get(name)
        below = within if isinstance(within, Mapping) else {}
        yield from _rows(option.get("options", {}), below, f"{above}{name}.")


def _default(name: str, option: _Spec, defaults: _Spec) -> str:
    value = defaults.get(name, option.get("default"))
    if isinstance(value, Mapping):
        return "see below"
    if value is None:
        return "**required**" if option.get("required") else "none"
    written = value if isinstance(value, str) and value else _inline(value)
    return f"`{_cell(' '.join(written.split()))}`"


def _inline(value: object) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...")


def _users() -> dict[tuple[str, str], list[str]]:
    """Return the playbooks that use each entry point of a role."""
    users: dict[tuple[str, str], list[str]] = {}
    for file in sorted(PLAYBOOKS.glob("*.yml")):
        for play in _load(file):
            for role in play.get("roles", []):
                name = role if isinstance(role, str) else role["role"]
                users.setdefault((name, "main"), []).append(file.name)
            for task in play.get("tasks", []):
                for verb in ("import_role", "include_role"):
                    if used := task.get(f"ansible.builtin.{verb}"):
                        entry = used.get("tasks_from", "main").removesuffix(".yml")
                        users.setdefault((used["name"], entry), []).append(file.name)
    return {entry: list(dict.fromkeys(files)) for entry, files in users.items()}


def _paragraphs(description: str | list[str]) -> list[str]:
    return [description] if isinstance(description, str) else description


def _text(text: str) -> str:
    return _ANSIBLE_MARKUP.sub(r"`\1`", " ".join(text.split()))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _load(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Write stale files; with ``--check`` list them and return 1. Wrong arguments return 2."""
    checked = only_checks(arguments, "guide.roles")
    if checked is None:
        return 2
    stale = {
        file: text
        for file, text in readmes().items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    }
    if not checked:
        for file, text in stale.items():
            file.write_text(text, encoding="utf-8")
    return report(
        [str(file.relative_to(PROJECT)) for file in stale],
        checked=checked,
        fine="README của các vai (role) đã đúng.",
        renew="bin/guide roles",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
