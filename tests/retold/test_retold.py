"""What was stored in English is read out in Spanish: whole, or not at all."""

import json
import re
from collections import Counter

import pytest
from babel.messages import pofile
from hypothesis import given

from ringback.flows.call_found import ASK
from ringback.flows.ground import NO_GROUND, NOT_PRESSED
from ringback.flows.text_received import BESIDE_A_STOP
from ringback.lines.forwarding_watch import TEST
from ringback.messages.after_restore import CHECKING, HAD_ONE
from ringback.messages.gate import TOO_MANY, WAITS
from ringback.messages.outcome import WORDS
from ringback.retold import PART, catalogues, retold
from ringback.rules.checks import RULES
from ringback.rules.decide import decide
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy
from ringback.rules.receipt import receipt
from ringback.rules.sentences import NO_TIME_AGO, as_told
from ringback.understand.rulebook import rules_of
from ringback.web.story import question_of
from tests.quick import examples
from tests.rules.cases import any_facts, any_policy

SPANISH = "es"
THE_SAME = re.compile(r"no|[\d.]*|personal( [A-Z]{2}| 001)?")  # in both languages


@pytest.mark.slow
@given(facts=any_facts(), policy=any_policy)
@examples(400)
def test_every_receipt_is_told_whole(facts: Facts, policy: Policy) -> None:
    decision = decide(facts, policy)
    body = json.loads(receipt(facts, policy, decision))
    said = [decision.sentence, body["otherwise"] or ""]
    said += [words for check in body["checks"] for words in (check["value"], check["needed"])]
    left = [words for words in said if retold(words, SPANISH) == words and not THE_SAME.fullmatch(words)]
    assert left == []


@pytest.mark.parametrize(
    "words",
    [
        "Not texted: Ben took it back before it left.", "This text was taken back before it left.",
        ASK, NO_GROUND, NOT_PRESSED, TEST, CHECKING, HAD_ONE, TOO_MANY, WAITS, *WORDS.values(),
        *(question_of(rule.name) for rule in RULES),
        "Held: this looks like a robocall: 3 numbers in a row called within ten minutes, and it begins like "
        "them and an earlier text to it did not arrive. Text anyway?",
        as_told(f"Please call back: nobody took the call, and {NO_TIME_AGO}."),
        *(
            f"They want no more texts, and {said}. Nothing more goes to them; please read it."
            for said in BESIDE_A_STOP.values()
        ),
        *(
            f'Urgent, please call now: They {told} "x": {rule.why}.'
            for told in ("wrote", "said")
            for name in ("crisis", "damage", "danger")
            for rule in rules_of(name)
        ),
        *(
            f'Nothing automatic goes to this person until you have decided: They wrote "x": {rule.why}.'
            for name in ("complaints", "disputed")
            for rule in rules_of(name)
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_texts_and_tasks_is_known(words: str) -> None:
    assert retold(words, SPANISH) != words
    assert retold(words, "en") == words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Text back after 5 seconds: nobody took the call, and you were closed until Monday at 8 AM.",
            "Mensaje a los 5 segundos: nadie contestó, y estabas cerrado hasta el lunes a las 8 AM.",
        ),
        (
            "Not texted: this caller has not pressed the key that allows it. Please call them back.",
            "Sin mensaje: no pulsó la tecla que lo permite. Devuélvele la llamada.",
        ),
        (
            "You promised Dan an answer by Friday, December 25 at 1 PM.",
            "Prometiste a Dan una respuesta para el viernes 25 de diciembre a la 1 PM.",
        ),
        (
            "Ringback texted Dan 3 seconds later, because nobody took the call. It has arrived.",
            "Ringback escribió a Dan 3 segundos después, porque nadie contestó. Ya llegó.",
        ),
        (
            "Their last text is more than an hour old. It is 1:38 AM, and such texts may go only from 9 AM "
            "to 9 PM, in New York time, where this number may be.",
            "Su último mensaje tiene más de una hora. A la 1:38 AM no: esos mensajes solo pueden salir de "
            "las 9 AM a las 9 PM, hora de New York, donde puede estar este número.",
        ),
        ("Held: something new that nobody knows. Text anyway?", None),
        ("A sentence of another version.", None),
        ("{braces} and %s", None),
        ("", None),
    ],
)
def test_told_whole_or_left_alone(words: str, told: str | None) -> None:
    assert retold(words, SPANISH) == (told or words)


def test_each_shape_keeps_its_parts() -> None:
    pairs = []
    for path in catalogues("es"):
        with path.open("rb") as file:
            pairs += [(str(each.id), str(each.string)) for each in pofile.read_po(file) if each.id]
    assert [words for words, said in pairs if sorted(PART.findall(words)) != sorted(PART.findall(said))] == []
    every = Counter(words for words, _ in pairs)
    assert [words for words, times in every.items() if times > 1] == []
    assert [words for words, said in pairs if not said] == []
