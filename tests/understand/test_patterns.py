import pytest

from ringback.understand.lexicon import clauses
from ringback.understand.patterns import pattern


def matched(source: str, text: str) -> list[str]:
    found = clauses(part.split() for part in text.split("/"))
    spans = [(clause, *span) for clause in found for span in pattern(source).spans(clause)]
    return [" ".join(word.text for word in clause.words[start:end]) for clause, start, end in spans]


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        ("stop texting", "please stop texting me", ["stop texting"]),
        ("STOP _2 TEXTS", "stop with these texts", ["stop with these texts"]),
        ("STOP _1 TEXTS", "stop with these texts", []),
        ("STOP _3 TEXTS", "stop by and send texts", []),  # a gap does not run across "and"
        ("no|nope please? stop", "nope stop", ["nope stop"]),
        ("FILLER* stop $", "please ok now stop", ["please ok now stop", "ok now stop", "now stop", "stop"]),
        ("^ stop $", "well / stop / it", ["stop"]),
        ("^^ stop", "well / stop", []),
        ("stop $$", "well / stop", ["stop"]),
        ("no more|$", "no more / no / no way", ["no more", "no"]),
        ("stop !by|in", "stop by", []),
        ("stop !by|in", "stop now", ["stop"]),
        ("stop !3:TEXTS", "stop all your texts", []),
        ("<!bus|the stop", "the stop", []),
        ("<!bus|the stop", "now stop", ["stop"]),
    ],
)
def test_pattern(source: str, text: str, said: list[str]) -> None:
    assert matched(source, text) == said


@pytest.mark.parametrize("source", ["", "^ $", "_3", "please?", "FILLER*", "!stop"])
def test_a_pattern_needs_something_firm(source: str) -> None:
    with pytest.raises(ValueError, match="nothing firm"):
        pattern(source)
