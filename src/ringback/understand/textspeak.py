"""How people shorten words with their thumbs, and the plain words meant."""

from ringback.understand.rulebook import lines_of


def _table() -> dict[str, tuple[str, ...]]:
    pairs = (line.split(" = ") for line in lines_of("textspeak"))
    return {short: tuple(plain.split()) for shorts, plain in pairs for short in shorts.split()}


SAME_AS = _table()
