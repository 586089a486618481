"""Each sentence in which a phone company's directory says why something is refused has its Spanish."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from ringback import phone
from ringback.retold import retold

FOLDER: Final = Path(phone.__file__).parent
SPANISH: Final = "es"
# What is spoken on the phone, written for developers, or heard in a recording of a switchboard.
NOT_SHOWN: Final = {"words.py", "recording.py", "wire.py", "ncco.py", "replay.py", "test_*.py", "tests.py"}
NOT_SAID: Final = {
    "The last phones are still ending.",  # only asks the job to come again
    "Call for {business}. Press 1 to take it.",  # spoken
    "{business}: press 1 and we connect your call.",
}
# What may stand in the braces of such a sentence.
FILLED: Final = {
    "account.house.credentials": "account SID and auth token",
    "account.house.title": "Twilio",
    "answer.status": "500",
    "code": "1500",
    "event": "phone.sms_sent",
    "house.credentials": "project ID and API token",
    "house.title": "SignalWire",
    "login.needs": "client id, client secret and JWT",
    "login.title": "RingCentral",
    "name": "answer_url",
    "title": "Telnyx",
    "what": "calls",
    "' and '.join(others)": "VoiceUrl and SmsUrl",
    "', '.join(lacking)": "sms:received",
    "', '.join(sorted(lacking))": "call.created, call.hungup",
}
FILES: Final = sorted(
    path for path in FOLDER.rglob("*.py") if not any(path.match(pattern) for pattern in NOT_SHOWN)
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_each_refusal_is_told_in_spanish(path: Path) -> None:
    said = {_filled(words) for words in _sentences(ast.parse(path.read_text("utf-8"))) - NOT_SAID}
    assert {words for words in said if retold(words, SPANISH) == words} == set()


def test_the_companys_own_words_stay_as_they_are() -> None:
    for words in (
        "Error 99: carrier said no.",
        "The {title} account has no money left.",
        "Nobody could be reached.",
    ):
        assert retold(words, SPANISH) == words


def test_a_task_about_a_refusal_is_told_whole() -> None:
    words = "The carrier refused the text. Please call them back."
    assert retold(words, SPANISH) == "El operador rechazó el mensaje. Devuélvele la llamada."


def _sentences(tree: ast.Module) -> set[str]:
    passed_over = set(_not_looked_at(tree))
    found = {_words(node) for node in ast.walk(tree) if node not in passed_over}
    return {words for words in found if re.fullmatch(r"[A-Z{].* .*[.!?]", words)}


def _not_looked_at(tree: ast.Module) -> Iterator[ast.AST]:
    """Docstrings, the pieces of what is looked at whole, and what a company cannot do (a page of docs)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from node.values
        elif isinstance(node, ast.Expr):
            yield node.value
        elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "impossible":
            yield from ast.walk(node)


def _words(node: ast.AST) -> str:
    match node:
        case ast.JoinedStr(values=pieces):
            return "".join(map(_words, pieces))
        case ast.FormattedValue(value=put_in):
            return f"{{{ast.unparse(put_in)}}}"
        case ast.Constant(value=str(words)):
            return words
    return ""


def _filled(words: str) -> str:
    return re.sub(r"{(.*?)}", lambda found: FILLED[found[1]], words)
