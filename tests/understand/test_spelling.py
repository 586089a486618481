import pytest

from ringback.understand.misspellings import slips_of
from ringback.understand.spelling import clauses_of, plain_words


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("dont", "do not"), ("can't", "can not"), ("won't", "will not"), ("isn't", "is not"), ("i'm", "i am"),
        ("n't", "not"), ("john's", "john"), ("it's", "it is"), ("m'envoyer", "me envoyer"), ("j'ai", "je ai"),
        ("txt", "text"),
        ("st0p", "stop"), ("5top", "stop"), ("$top", "stop"), ("stopppp", "stop"), ("cancell", "cancel"),
        ("unsubcribe", "unsubscribe"), ("mesage", "message"), ("massage", "massage"), ("remote", "remote"),
        ("contract", "contract"),
        ("4pm", "4pm"), ("2024", "2024"), ("hello", "hello"),
    ],
)  # fmt: skip
def test_plain_words(raw: str, plain: str) -> None:
    assert " ".join(plain_words(raw)) == plain


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("no, stop. not now", [["no"], ["stop"], ["not", "now"]]),
        ("another text. take. me. off.", [["another", "text"], ["take", "me", "off"]]),
        ("at 9:15 for $1,200", [["at", "9", "15", "for", "1", "200"]]),
        ("s t o p please", [["stop", "please"]]),
        ("s.t.o.p", [["stop"]]),
        ("no " * 500, [["no", "no", "no"]]),
        ("go away. " * 500, [["go", "away"]]),
        ("a b c d", [["a", "b", "c", "d"]]),
        (
            "mail me at dan@example.com or https://example.com/stop",
            [["mail", "me", "at", "emailaddress", "or", "weblink"]],
        ),
        ("wrong #", [["wrong", "number"]]),
        ("...", []),
    ],
)
def test_clauses(text: str, clauses: list[list[str]]) -> None:
    assert clauses_of(text) == clauses


def test_slips_of_the_thumb() -> None:
    assert {"stpo", "dtop", "sstop"} <= slips_of("stop")
    assert "stop" not in {slip for slip in slips_of("stop") if len(slip) != 4}
