"""The rules of the house that a machine can check. Each with its reason; CONTRIBUTING.md has the others."""

from __future__ import annotations

import ast
import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src" / "ringback"
NOT_OURS = {".git", ".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"}
NOT_OURS |= {"build", "data", "dist", "env", "screenshots", "vendor", "venv"}

BANNED = {
    "manager",
    "service",
    "handler",
    "processor",
    "helper",
    "helpers",
    "utils",
    "util",
    "common",
    "misc",
}
BANNED |= {"base", "data", "info"}
COMPANIES = ["twilio", "signalwire", "telnyx", "plivo", "vonage", "bandwidth", "ringcentral", "openphone"]
COMPANIES += ["quo", "dialpad", "aircall", "zoom", "gohighlevel", "asterisk", "freeswitch"]

# Where any error may be caught, because someone there can act on it and records it. Two places, and no third.
CATCH_ALL = {
    "src/ringback/worker/engine.py",
    "src/ringback/worker/keep_going.py",
    "src/ringback/web/errors.py",
}
# What is about the file of SQLite itself.
ONE_DATABASE = {"src/ringback/contacts/merged.py"}
# Where any error is carried over to the thread that waits for it.
HANDED_OVER = {"src/ringback/db/sqlite.py", "src/ringback/db/postgres/database.py"}


@cache
def ours(*endings: str) -> list[Path]:
    return [path for path in every_file() if not endings or path.suffix in endings]


@cache
def every_file() -> list[Path]:
    """Without a look into the folders that are not ours: they hold a hundred times as many."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        found += [Path(folder, name) for name in files if name not in NOT_OURS]
    return sorted(found)


def is_test(path: Path) -> bool:
    named = path.name in {"tests.py", "conftest.py"} or path.name.startswith("test_")
    return named or ROOT / "tests" in path.parents


@cache
def product() -> list[Path]:
    return [path for path in ours(".py") if SRC in path.parents and not is_test(path)]


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


@dataclass(frozen=True, slots=True)
class Written:
    """What the rules ask about a file, each with its line."""

    functions: list[tuple[int, str, int]] = field(default_factory=list)  # with the number of its lines
    classes: list[tuple[int, str]] = field(default_factory=list)
    nets: list[int] = field(default_factory=list)  # where any error is caught
    waits: list[int] = field(default_factory=list)  # for longer than a moment


@cache
def written(path: Path) -> Written:
    """Read once for all rules: to parse and to walk through every file takes seconds."""
    found = Written()
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                # Its signature and its docstring count.
                found.functions.append((node.lineno, node.name, (node.end_lineno or 0) - node.lineno + 1))
            case ast.ClassDef():
                found.classes.append((node.lineno, node.name))
            case ast.ExceptHandler() if catches_all(node):
                found.nets.append(node.lineno)
            case ast.Call(func=ast.Attribute(attr="sleep")) if waits(node):
                found.waits.append(node.lineno)
    return found


def catches_all(node: ast.ExceptHandler) -> bool:
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds)


def waits(call: ast.Call) -> bool:
    if ast.unparse(call.func) not in {"time.sleep", "asyncio.sleep"}:
        return False
    seconds = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
    return not isinstance(seconds, int | float) or seconds > 0.05


def lengths(paths: list[Path]) -> dict[str, int]:
    return {
        f"{where(path, line)} {name}": size
        for path in paths
        if "versions" not in path.parts  # a migration is a list of tables
        for line, name, size in written(path).functions
    }


def over(limit: int, sizes: dict[str, int]) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > limit}


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """Where it stands, and what was found there."""
    find = re.compile(pattern, re.IGNORECASE)
    return [
        f"{where(path, text.count(chr(10), 0, found.start()) + 1)} {found[0]}"
        for path in paths
        for text in [path.read_text(errors="replace")]
        for found in find.finditer(text)
    ]


def test_functions_fit_on_one_screen() -> None:
    """Nobody reads a long function to its end."""
    assert over(60, lengths(ours(".py"))) == {}
    sizes = lengths(product())
    assert len(over(40, sizes)) <= max(1, len(sizes) // 20), over(40, sizes)


def test_files_have_one_subject() -> None:
    """A file that grows past this has two."""
    sizes = {where(path, 1): len(path.read_text().splitlines()) for path in ours(".py")}
    assert over(500, sizes) == {}
    sizes = {name: size for name, size in sizes.items() if name.startswith("src/")}
    assert len(over(350, sizes)) <= max(1, len(sizes) // 20), over(350, sizes)


def test_names_say_what_a_thing_is() -> None:
    """`manager` or `utils` names no thing of the owner's world: there is a better word, or there are two."""
    named = [(where(path, 1), path.stem) for path in product()]
    for path in product():
        for line, name in written(path).classes:
            named.append((where(path, line), re.sub(r"(?<!^)(?=[A-Z])", "_", name)))
    wrong = [(place, name) for place, name in named if set(name.lower().split("_")) & BANNED]
    # A service is also what a customer books: the owner's own word.
    assert [found for found in wrong if "/booking/" not in found[0]] == []


def test_a_company_is_named_in_its_directory_only() -> None:
    """A new phone company is one directory and one line: code that names one treats it specially."""
    homes = [SRC / contract / company for contract in ("phone", "crm", "calendars") for company in COMPANIES]
    files = [path for path in ours(".py", ".html", ".sql", ".toml", ".js") if SRC in path.parents]
    files = [path for path in files if path.name != "registry.py" and not set(homes) & set(path.parents)]
    found = lines_with(rf"\b({'|'.join(COMPANIES)})\b", files)
    # Some switches send their own name where the caller's number should be.
    assert [line for line in found if not re.fullmatch(r"\S+/lib/numbers.py:\d+ asterisk", line)] == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    """What is missing stands in an issue, where someone sees it."""
    words = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
    assert lines_with(rf"(?-i:\b({words})\b)", ours(".py", ".html", ".js", ".css", ".sql")) == []


def test_no_file_knows_this_machine_or_an_index() -> None:
    """The pinned files must install anywhere, from any mirror."""
    hosts = [
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "npmjs" + r"\.(com|org)",
        "proxy" + r"\.golang\.org",
    ]
    folders = [rf"(?<![\w.])/{name}/" for name in ("wo" + "rk", "ro" + "ot", "opt/py" + "pi", "Us" + "ers")]
    assert lines_with("|".join(hosts + folders), ours()) == []


def test_errors_are_caught_by_name() -> None:
    """A net for everything also catches our own mistakes, and hides them."""
    caught = {where(path, line) for path in product() for line in written(path).nets}
    assert [place for place in sorted(caught) if place.split(":")[0] not in CATCH_ALL | HANDED_OVER] == []


def test_sql_of_one_database_is_written_in_db_only() -> None:
    """Everything else runs on both: `db/insert.py` and `db/among.py` have what the two say differently."""
    files = [path for path in product() if SRC / "db" not in path.parents]
    words = r"sqlalchemy\.dialects|\bjson_each\b|\bPRAGMA\b|\bimport (sqlite3|psycopg)\b|(?-i:\.dialect\b)"
    assert [found for found in lines_with(words, files) if found.split(":")[0] not in ONE_DATABASE] == []


def test_tests_do_not_wait() -> None:
    """A sleep makes the suite slow and still fails on a slower machine. Poll, in steps of at most 0.05 s."""
    tests = [path for path in ours(".py") if is_test(path)]
    assert [where(path, line) for path in tests for line in written(path).waits] == []
