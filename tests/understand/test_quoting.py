import pytest

from ringback.understand.quoting import Own, own_words


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("> Reply STOP to opt out\nyes Thursday", "yes Thursday"),
        ("> one\n> two\n\nthree", "three"),
        ("On Mon, Nov 2 Rosa wrote:\n> Reply STOP\nsounds good", "sounds good"),
        ("> How can we help? stop", "stop"),  # the lines were glued together on the way
        ("> Sorry we missed you. Reply STOP to opt out", ""),
        ('I said "stop"', "I said stop"),
        ("“Sorry we missed your call. Reply STOP to end” yes call me", "yes call me"),
        ("nothing quoted", "nothing quoted"),
    ],
)
def test_what_is_left(text: str, left: str) -> None:
    folded = own_words(text).folded
    assert " ".join(folded.replace(".", " ").split()) == left.lower()


@pytest.mark.parametrize(
    "text",
    [
        "Liked “Reply STOP to opt out”",
        "Loved an image",
        "Reacted 👍 to “STOP”",
        "👍 to “See you”",
        "Removed a heart from “See you”",
        "A “Responda ALTO” le puso me gusta",
        "A Dan le gustó “STOP”",
        "A adoré « Merci »",
        "Emphasized “a text so long that the phone cut it off before its end",
    ],
)
def test_a_reaction_is_no_text(text: str) -> None:
    assert own_words(text) == Own("", reaction=True, quoted=True)


@pytest.mark.parametrize(
    "text", ["I loved your work", "liked it, thanks", "a “stop” sign fell", "👍", "to be sure"]
)
def test_these_are_texts(text: str) -> None:
    assert own_words(text).reaction is False


def test_our_own_text_is_cut_out() -> None:
    assert (
        own_words("Reply STOP to end. ok thanks", ["Reply STOP to end."]).folded.replace(".", "").strip()
        == "ok thanks"
    )
