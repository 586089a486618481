import pytest

from ringback.permission.routine import unusual_words


@pytest.mark.parametrize(
    ("text", "unusual"),
    [
        ("Hi, may we call you back this afternoon?", []),
        ("Hola, ¿le podemos llamar mañana por la tarde?", []),
        ("Tuesday 3/9 at 2:15 PM or the 10th, Suite 400", []),
        ("Please use https://forms.clinic.example/lisinopril before your visit.", []),
        ("We'll see you, it's fine; don't worry.", ["worry"]),
        ("Dr. Patel's office is open. Ask for Joan.", []),
        ("Joan can see you at 4.", ["joan"]),
        ("Your HIV visit", ["hiv"]),
        ("Who hit whom?", ["hit"]),
        ("Cancel?", []),
        ("", []),
    ],
)
def test_words_that_routine_texts_do_not_need(text: str, unusual: list[str]) -> None:
    assert unusual_words(text) == unusual


def test_known_names_at_the_head_of_a_sentence() -> None:
    assert unusual_words("Joan can see you. Carver Law is open.", ["Joan", "Carver Law"]) == []
