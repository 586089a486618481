import pytest

from ringback.timemachine.log_words import Ending, ending_of, is_inbound, yes_or_no


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        ("Missed", Ending.NO_ANSWER),
        ("Missed Call ; Voice", Ending.NO_ANSWER),
        ("no-answer", Ending.NO_ANSWER),
        ("NO ANSWER", Ending.NO_ANSWER),
        ("Not answered", Ending.NO_ANSWER),
        ("unanswered", Ending.NO_ANSWER),
        ("Llamada perdida", Ending.NO_ANSWER),
        ("No contestada", Ending.NO_ANSWER),
        ("Sin respuesta", Ending.NO_ANSWER),
        ("Voicemail", Ending.VOICEMAIL),
        ("Missed ; left voicemail", Ending.VOICEMAIL),
        ("VM Deposit, CL", Ending.VOICEMAIL),
        ("VMAIL CL", Ending.VOICEMAIL),
        ("Left a message", Ending.VOICEMAIL),
        ("Buzón de voz", Ending.VOICEMAIL),
        ("Accepted", Ending.ANSWERED),
        ("Call connected", Ending.ANSWERED),
        ("ANSWERED", Ending.ANSWERED),
        ("Contestada", Ending.ANSWERED),
        ("busy", Ending.BUSY),
        ("Ocupado", Ending.BUSY),
        ("Rejected", Ending.DECLINED),
        ("Hang Up", Ending.GAVE_UP),
        ("canceled", Ending.GAVE_UP),
        ("Abandoned", Ending.GAVE_UP),
        ("failed", Ending.FAILED),
        ("completed", Ending.OVER),
        ("Text message", Ending.NO_CALL),
        ("SMS", Ending.NO_CALL),
        ("Fax ; Received", Ending.NO_CALL),
        ("Voice", None),
        ("", None),
    ],
)
def test_what_became_of_a_call(words: str, ending: Ending | None) -> None:
    assert ending_of(words) == ending


@pytest.mark.parametrize(
    ("words", "inbound"),
    [
        ("Inbound", True),
        ("Incoming, CL", True),
        ("INCOMI CL", True),
        ("in", True),
        ("Entrante", True),
        ("outbound-dial", False),
        ("Outgoing", False),
        ("OUT", False),
        ("Saliente", False),
        ("Missed ; Inbound", True),
        ("Fort Wayne, IN", None),
        ("ring timeout", None),
        ("Missed", None),
    ],
)
def test_who_called_whom(words: str, inbound: bool | None) -> None:
    assert is_inbound(words) == inbound


@pytest.mark.parametrize(
    ("cell", "answer"),
    [("Yes", True), ("sí", True), ("TRUE", True), ("no", False), ("", False), ("Ben", None)],
)
def test_yes_and_no(cell: str, answer: bool | None) -> None:
    assert yes_or_no(cell) == answer
