"""There are no import cycles, direct or indirect.

An import inside a function, or only for the type checker, counts too: a reader of one module
would still have to read the other.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from congvu.office import PROJECT

ASSETS = PROJECT / "directory_site" / "pages" / "assets"
# `import "./a.js"`, `import … from "./a.js"`, `export … from "./a.js"`, `import("./a.js")`, and
# a worker: `new URL("./a.js", import.meta.url)`.
JS_IMPORT = re.compile(
    r"""(?:\b(?:import|export)\b[^"';]*?|\bnew URL\(\s*)["'](\.{1,2}/[^"']+\.js)["']"""
)


def python_imports(package: Path) -> dict[str, set[str]]:
    """Return the imports of each module of a package, within the package."""
    names = {_name(file, package): file for file in package.rglob("*.py")}
    graph = {}
    for name, file in names.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found = {known for wanted in _imported(tree) for known in _modules(wanted, names)}
        graph[name] = found - {name}
    return graph


def _name(file: Path, package: Path) -> str:
    parts = file.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield each imported module with the imported name, anywhere in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "the project writes out what it imports"
            yield from ((node.module or "", alias.name) for alias in node.names)


def _modules(wanted: tuple[str, str], known: dict[str, Path]) -> Iterator[str]:
    """Yield the imported module. A name that is imported from a package can be a module."""
    module, name = wanted
    if f"{module}.{name}" in known:
        yield f"{module}.{name}"
    elif module in known:
        yield module


def script_imports(folder: Path) -> dict[str, set[str]]:
    """Return the imports of each script of a folder, within the folder."""
    return {
        str(file.relative_to(folder)): {
            str((file.parent / found).resolve().relative_to(folder.resolve()))
            for found in JS_IMPORT.findall(_without_comments(file.read_text(encoding="utf-8")))
        }
        for file in folder.rglob("*.js")
    }


def _without_comments(script: str) -> str:
    return re.sub(r"/\*[\s\S]*?\*/|^\s*//.*$", "", script, flags=re.MULTILINE)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of one cycle, in which each imports the next, or an empty list."""
    done: set[str] = set()

    def search(path: list[str]) -> list[str]:
        for wanted in sorted(graph.get(path[-1], ())):
            if wanted in path:
                return [*path[path.index(wanted) :], wanted]
            if wanted not in done and (found := search([*path, wanted])):
                return found
        done.add(path[-1])
        return []

    for module in sorted(graph):
        if module not in done and (found := search([module])):
            return found
    return []


@pytest.mark.parametrize(
    "package",
    ["audit", "benchmarks", "congvu", "directory_site", "guide", "lab", "merge_requests"],
)
def test_no_python_module_stands_in_a_circle(package):
    graph = python_imports(PROJECT / package)
    assert any(graph.values())
    assert circle(graph) == []


def test_no_script_of_the_directory_stands_in_a_circle():
    graph = script_imports(ASSETS)
    assert "contact.js" in graph["copy.js"]
    assert graph["search/index.js"]
    assert circle(graph) == []


def test_a_circle_is_found(tmp_path):
    package = tmp_path / "made"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from made import b\n")
    (package / "b.py").write_text("import os\n\n\ndef late():\n    from made.c import x\n")
    (package / "c.py").write_text("x = 1\n")
    assert circle(python_imports(package)) == []
    (package / "c.py").write_text("if TYPE_CHECKING:\n    from made.a import y\nx = 1\n")
    assert circle(python_imports(package)) == ["made.a", "made.b", "made.c", "made.a"]


def test_a_circle_of_scripts_is_found(tmp_path):
    (tmp_path / "a.js").write_text('// import "./no.js"\nimport {\n  one,\n} from "./b.js";\n')
    (tmp_path / "b.js").write_text('const late = () => import("./c.js");\n')
    (tmp_path / "c.js").write_text('export { x } from "./d.js";\n')
    (tmp_path / "d.js").write_text("export const x = 1;\n")
    assert circle(script_imports(tmp_path)) == []
    (tmp_path / "d.js").write_text('new Worker(new URL("./a.js", import.meta.url));\n')
    assert circle(script_imports(tmp_path)) == ["a.js", "b.js", "c.js", "d.js", "a.js"]
