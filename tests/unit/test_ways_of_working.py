"""The pages for contributors agree with the repository: linters, licences, commands, links."""

import re
import tomllib

import pytest
import yaml

from congvu.office import PROJECT
from guide.roles import ROLES

PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "NOTICE"]
TEXTS = {name: (PROJECT / name).read_text(encoding="utf-8") for name in PAGES}
HOOKS = [
    hook
    for repository in yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text())["repos"]
    for hook in repository["hooks"]
]


def test_linters_are_listed_once_and_fetch_nothing():
    config = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text())
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    assert {hook["language"] for hook in HOOKS} == {"system"}
    tools = {hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in HOOKS}
    assert tools == {"ruff", "mypy", "yamllint", "ansible-lint", "shellcheck"}
    lint = re.search(r"^lint\(\) \{\n(.*?)^\}", (PROJECT / "bin/test").read_text(), re.M | re.S)[1]
    assert "pre-commit run --all-files" in lint
    assert not any(tool in lint for tool in tools)


def test_linters_are_pinned():
    pins = (PROJECT / "requirements/test.txt").read_text()
    for hook in HOOKS:
        folder, _, tool = hook["entry"].split()[0].rpartition("/")
        assert not folder or f"\n{tool}==" in pins
        assert folder or tool == "shellcheck"  # a package of Debian


def test_one_licence():
    assert "Apache License" in (PROJECT / "LICENSE").read_text()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert all((PROJECT / name).is_file() for name in project["license-files"])
    for meta in ROLES.glob("*/meta/main.yml"):
        assert yaml.safe_load(meta.read_text())["galaxy_info"]["license"] == "Apache-2.0", meta


def test_every_committed_work_of_others_is_named_with_its_licence():
    assets = PROJECT / "directory_site/pages/assets"
    works = [*assets.glob("fonts/*.woff2"), *assets.glob("vendor/*/*.js")]
    assert len(works) > 2
    for work in works:
        assert str(work.relative_to(PROJECT)) in TEXTS["NOTICE"]
        [licence] = work.parent.glob("*.txt")
        assert str(licence.relative_to(PROJECT)) in TEXTS["NOTICE"]


@pytest.mark.parametrize("name", PAGES)
def test_files_and_commands_that_are_named_exist(name):
    text = TEXTS[name]
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (PROJECT / link).exists(), link
    for path in re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", text):
        # Folders of a host, a cache or a role are not here. NAME is a placeholder.
        if (PROJECT / path.split("/")[0]).is_dir() and not re.search("NAME|production/", path):
            assert (PROJECT / path).exists(), path
    for command, part in re.findall(r"`(bin/[\w-]+)(?: ([a-z]+)`)?", text):
        script = (PROJECT / command).read_text(encoding="utf-8")
        if command in ("bin/guide", "bin/test"):
            assert re.search(rf"\b{part}\b", script), f"{command} {part}"
