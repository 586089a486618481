"""What may stand around a text without changing what it means."""

from collections.abc import Callable

import pytest

from ringback.understand import Expect, understand
from ringback.understand.courtesies import without_courtesies
from tests.understand import labelled

ACTED_ON = {"suppress", "safety", "urgent"}


@pytest.mark.parametrize(
    ("clauses", "kept"),
    [
        ([["hi", "guys", "stop"]], [["stop"]]),
        ([["good", "morning"], ["hi"], ["stop"]], [["stop"]]),
        ([["stop", "have", "a", "great", "day"]], [["stop"]]),
        ([["stop"], ["sent", "from", "my", "iphone"]], [["stop"]]),
        ([["que", "tenga", "buen", "dia"]], [["que", "tenga", "buen", "dia"]]),
        ([["hi"]], [["hi"]]),
        ([["hide", "it"]], [["hide", "it"]]),
        ([], []),
    ],
)
def test_without_courtesies(clauses: list[list[str]], kept: list[list[str]]) -> None:
    assert list(without_courtesies(clauses)) == kept


@pytest.mark.parametrize(
    "dressed",
    [
        str.upper,
        "  {}  \n".format,
        "Hi guys, {}".format,
        "Good morning! {}".format,
        "{}\nHave a blessed day".format,
        "{}\nSent from my iPhone".format,
        "{} 🙏".format,
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
    ],
    ids=["capitals", "blanks", "guys", "morning", "farewell", "phone", "emoji", "gaps", "apostrophes"],
)
def test_what_stands_around_a_text_turns_no_verdict(dressed: Callable[[str], str]) -> None:
    given = [text for text, expect in labelled.given() if expect in ACTED_ON]
    turned = [text for text in given if understand(dressed(text)).expect is not understand(text).expect]
    assert turned == []


@pytest.mark.parametrize(
    ("figure", "meant"),
    [
        ("my wife is going to kill me", "my husband is going to kill me"),
        ("my wife will kill me if it isn't done", "he will kill me if I leave"),
        ("me quiero cortar el pelo", "me quiero cortar las venas"),
        ("quiero desaparecer estas manchas", "quiero desaparecer"),
        ("I'm going to end it with my landscaper", "I'm going to end it all"),
        ("je veux en finir avec ces travaux", "je veux en finir avec la vie"),
        ("choked up at your card", "my son choked on a coin"),
        ("the fire department said we need extinguishers", "the fire department said leave, gas everywhere"),
        ("I'm at the Explosion Fitness next door", "there was an explosion at the fitness next door"),
        ("los precios están de infarto jaja", "mi papá tuvo un infarto"),
        ("je brûle d'envie d'essayer le roux", "ma manche brûle"),
        ("mi papá falleció en enero, quiero hacer mi testamento", "mi papá falleció en el baño ahorita"),
        ("se vería mejor sin mi barba", "mi familia estaría mejor sin mí, ya lo decidí"),
        ("gonna drive by your shop tomorrow", "gonna drive off the bridge lol. not joking"),
        ("on s'est fait battre au hockey hier, table pour 12", "ma voisine se fait battre"),
    ],
)
def test_a_figure_of_speech_is_no_danger(figure: str, meant: str) -> None:
    assert (understand(figure).expect, understand(meant).expect) == (Expect.NORMAL, Expect.SAFETY)
