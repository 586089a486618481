"""Imports point down only (docs/architecture.md): a part can be read without the parts above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SRC = Path(__file__).parent.parent / "src" / "ringback"

# From the top. A part may import the rows below its own; within a row nobody imports anybody.
ROWS = [
    ["__main__"],
    ["cli"],
    ["serving"],
    ["app"],
    ["web", "api", "worker", "intake"],
    ["simulator"],
    ["flows"],
    ["shop"],
    ["timemachine"],
    ["sync"],
    ["receptionist"],
    ["rules"],
    ["permission"],
    ["booking"],
    ["conversations"],
    ["promises"],
    ["messages"],
    ["calls"],
    ["tasks"],  # below texts: a text that nobody can vouch for ends in one
    ["contacts"],
    ["lines"],
    ["accounts"],
    ["retold"],  # what was stored in English, in another language; reads the companies' sentences
    ["phone", "crm", "calendars", "ai"],
    ["db"],
    ["settings", "understand"],
    ["lib"],
]
ROW = {part: number for number, row in enumerate(ROWS) for part in row}
CONTRACTS = {"phone", "crm", "calendars", "ai"}
A_COMPANY_MAY_IMPORT = {"asked", "events", "provider", "words", "records"}  # and ringback.lib
A_COMPANY_MAY_IMPORT |= {
    "markup",
    "markup_calls",
    "markup_connecting",
    "markup_texts",
    "markup_placed",
    "markup_rest",
    "ours",
    "said",
    "stored",
    "answers",
    "placing",
    "signed",
    "switches",
    "tokens",
}

PURE = ["rules/decide.py", "rules/hours.py", "calls/verdict.py", "messages/segments.py", "understand/"]
IMPURE = {"aiohttp", "asyncio", "http", "io", "logging", "os", "pathlib", "random", "socket", "sqlalchemy"}
IMPURE |= {"sqlite3", "ssl", "starlette", "structlog", "subprocess", "tempfile", "threading", "time"}
IMPURE |= {"urllib.request", "uvicorn"}
IMPURE |= {"ringback.db", "ringback.settings", "ringback.lib.http", "ringback.lib.clock"}


@dataclass(frozen=True, slots=True)
class Importer:
    """A file of the product, and whatever it imports: each with its line, and its full name in parts."""

    path: str  # in the package
    parts: list[str]  # of its module's name
    imports: list[tuple[int, list[str]]]
    late: list[int]  # the lines of those inside functions


@cache
def importers() -> list[Importer]:
    found = []
    for path in sorted(SRC.rglob("*.py")):
        name = path.relative_to(SRC).with_suffix("")
        if name.name != "tests" and not name.name.startswith("test_"):  # provider tests may use everything
            parts = [part for part in name.parts if part != "__init__"]
            tree = ast.parse(path.read_text())
            known = list(imports(tree, parts, path.stem == "__init__"))
            functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
            spans = [(function.lineno, function.end_lineno or 0) for function in functions]
            late = [line for line, _ in known if any(first < line <= last for first, last in spans)]
            found.append(Importer(path.relative_to(SRC).as_posix(), parts, known, late))
    return found


def imports(tree: ast.AST, parts: list[str], is_package: bool) -> Iterator[tuple[int, list[str]]]:
    for found in ast.walk(tree):
        if isinstance(found, ast.Import):
            yield from ((found.lineno, alias.name.split(".")) for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            module = (found.module or "").split(".") if found.module else []
            if found.level:
                up = found.level - is_package
                module = ["ringback", *parts[: len(parts) - up], *module]
            yield from ((found.lineno, [*module, alias.name]) for alias in found.names)


@cache
def ours() -> list[tuple[str, list[str], list[str]]]:
    """(where, importer, imported) for each import of our own, both without the leading ringback."""
    return [
        (f"{file.path}:{line}", file.parts, name[1:])
        for file in importers()
        for line, name in file.imports
        if name[0] == "ringback" and name[1:] and file.parts
    ]


def company(parts: list[str]) -> str | None:
    inside = len(parts) > 1 and parts[0] in CONTRACTS and (SRC / parts[0] / parts[1]).is_dir()
    return "/".join(parts[:2]) if inside else None


def test_every_part_has_its_row() -> None:
    there = [path.relative_to(SRC).with_suffix("").parts[0] for path in SRC.rglob("*.py")]
    assert set(there) - {"__init__"} - ROW.keys() == set()


def test_imports_point_down_only() -> None:
    known = [(where, a, b) for where, a, b in ours() if a[0] != b[0] and a[0] in ROW and b[0] in ROW]
    assert [(where, ".".join(b)) for where, a, b in known if ROW[a[0]] >= ROW[b[0]]] == []


def test_a_company_imports_only_lib_and_its_contract() -> None:
    wrong = [
        (where, ".".join(b))
        for where, a, b in ours()
        if company(a) and b[0] != "lib" and company(b) != company(a)
        if not (a[0] == b[0] and len(b) > 1 and b[1] in A_COMPANY_MAY_IMPORT)
    ]
    assert wrong == []


def test_only_the_registry_knows_a_company_module() -> None:
    outside = [(where, ".".join(b)) for where, a, b in ours() if company(b) and company(a) != company(b)]
    assert [found for found in outside if "/registry.py:" not in found[0]] == []


def test_imports_inside_functions_say_why() -> None:
    wrong = []
    for file in importers():
        if file.late and Path(file.path).name != "registry.py":
            lines = (SRC / file.path).read_text().splitlines()
            silent = {line for line in file.late if len(lines[line - 1].partition("#")[2]) < 5}
            wrong += [f"{file.path}:{line}" for line in sorted(silent)]
    assert wrong == []


def test_pure_files_import_nothing_that_touches_the_world() -> None:
    wrong = [
        f"{file.path}:{line} {'.'.join(name)}"
        for file in importers()
        if any(file.path == pure or (pure.endswith("/") and file.path.startswith(pure)) for pure in PURE)
        for line, name in file.imports
        if name[-1] == "store" or any(".".join(name[:depth]) in IMPURE for depth in range(1, len(name) + 1))
    ]
    assert wrong == []
