"""On which line of a TOML file each key and each value stands, which the standard parser does not say.

Works on text that the parser has accepted: it needs to know where things begin, not whether they are right.
"""

import re
import tomllib
from dataclasses import dataclass, field
from typing import Final, NamedTuple

Path = tuple[str | int, ...]

DEEPEST: Final = 10

_TOKEN: Final = re.compile(
    r'''(?P<space>[ \t]+|\#[^\n]*)
      | (?P<newline>\n)
      | (?P<text>"""(?:\\[\s\S]|[^\\])*?"""(?:"{1,2})?|\'\'\'[\s\S]*?\'\'\'(?:'{1,2})?
               |"(?:\\.|[^"\\\n])*"|'[^'\n]*')
      | (?P<sign>[\[\]{},.=])
      | (?P<bare>[^\s\[\]{},.=\#"']+)''',
    re.VERBOSE,
)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def locate(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and element: `("lines", 0, "ring", 1)` -> 27."""
    walk = _Walk(_tokens(text))
    while walk.at < len(walk.tokens):
        walk.statement()
    return walk.places


def too_deep(text: str) -> int | None:
    """The line on which lists, tables or keys go deeper than any file of ours, also in a broken one.

    The parser takes quadratic time and memory for such keys, and runs out of stack for such lists.
    """
    depth = parts = 0
    for token in _tokens(text):
        if token.kind != "sign":
            continue
        depth += (token.text in "[{") - (token.text in "]}")
        parts = parts + 1 if token.text == "." else 0
        if depth > DEEPEST or parts > DEEPEST:
            return token.line
    return None


@dataclass(slots=True)
class _Walk:
    tokens: list[_Token]
    at: int = 0
    table: Path = ()
    places: dict[Path, int] = field(default_factory=lambda: {(): 1})
    last: dict[Path, int] = field(default_factory=dict)  # of each array of tables: the index under way

    def statement(self) -> None:
        if self._is("newline"):
            self.at += 1
        elif self._is("sign", "["):
            self._header()
        else:
            self._pair(self.table)

    def _header(self) -> None:
        line = self.tokens[self.at].line
        self.at += 1
        of_array = self._is("sign", "[")
        self.at += of_array
        keys = self._keys("]")
        self.at += of_array
        path: Path = ()
        for key in keys[:-1]:
            self.places.setdefault((*path, key), line)
            path = self._inside((*path, key))
        path = (*path, keys[-1])
        if of_array:
            self.last[path] = self.last.get(path, -1) + 1
            self.places.setdefault(path, line)
        self.table = self._inside(path)
        self.places.setdefault(self.table, line)

    def _inside(self, path: Path) -> Path:
        return (*path, self.last[path]) if path in self.last else path

    def _pair(self, table: Path) -> None:
        line = self.tokens[self.at].line
        path = table
        for key in self._keys("="):
            path = (*path, key)
            self.places.setdefault(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._is("sign", "["):
            self._array(path)
        elif self._is("sign", "{"):
            self._inline_table(path)
        else:
            while self.at < len(self.tokens) and not self._ends_value():
                self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while not self._is("sign", "]"):
            if self._is("newline") or self._is("sign", ","):
                self.at += 1
                continue
            self.places[*path, index] = self.tokens[self.at].line
            self._value((*path, index))
            index += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while not self._is("sign", "}"):
            if self._is("newline") or self._is("sign", ","):
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _keys(self, end: str) -> list[str]:
        keys = []
        while not self._is("sign", end):
            token = self.tokens[self.at]
            if token.kind != "sign":
                keys.append(_key(token))
            self.at += 1
        self.at += 1
        return keys

    def _is(self, kind: str, text: str | None = None) -> bool:
        """Is this the next token? (IndexError past the end: in text that no parser accepts.)"""
        token = self.tokens[self.at]
        return token.kind == kind and (text is None or token.text == text)

    def _ends_value(self) -> bool:
        token = self.tokens[self.at]
        return token.kind == "newline" or (token.kind == "sign" and token.text in ",]}")


def _tokens(text: str) -> list[_Token]:
    """Everything but spaces and comments, and a newline at the end."""
    found = []
    line = 1
    for match in _TOKEN.finditer(text + "\n"):
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(_Token(kind, match[0], line))
        line += match[0].count("\n")
    return found


def _key(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    return str(tomllib.loads(f"key = {token.text}")["key"])
