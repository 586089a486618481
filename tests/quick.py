"""What `make quick` (pytest --quick) leaves for `make test`: the slow tests, the other database, the phone
companies but two, and most examples of the properties.

The two companies stand for all: what the battery asks of one it asks of each.
"""

import re
from pathlib import Path

import hypothesis

COMPANIES = {"twilio", "simulator"}
PHONE = Path(__file__).parent.parent / "src" / "ringback" / "phone"
_only_those = False


def begin() -> None:
    """Before any test is looked for."""
    global _only_those
    _only_those = True
    # Always the same ones, so that nothing which was green is red without a change.
    hypothesis.settings.register_profile("quick", max_examples=25, derandomize=True)
    hypothesis.settings.load_profile("quick")


def wanted(company: str) -> bool:
    """Is this company tested in this run?"""
    return not _only_those or company in COMPANIES


def examples(number: int) -> hypothesis.settings:
    """So many examples of a property instead of a hundred, and in a quick run a share of them."""
    return hypothesis.settings(max_examples=max(10, number * hypothesis.settings().max_examples // 100))


def looked_into(path: Path) -> bool:
    """Has this file or folder tests for this run?"""
    company = _by_folder(path)
    return company is None or wanted(company)


def company_of(path: Path, name: str) -> str | None:
    """Whose test it is: by its folder, by the case of the battery, or by its fixture's path."""
    if {"contract", "test_fixtures.py"} & set(path.parts) and "[" in name:
        return re.split(r"[-/\]]", name.partition("[")[2], maxsplit=1)[0]
    return _by_folder(path)


def _by_folder(path: Path) -> str | None:
    if path.is_relative_to(PHONE) and path.parent != PHONE.parent and path != PHONE:
        first = path.relative_to(PHONE).parts[0]
        return first if (PHONE / first).is_dir() else None
    return "asterisk" if "asterisk" in path.parts else None
