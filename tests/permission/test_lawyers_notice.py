"""However a law firm puts it: automated, no lawyer, and nobody becomes a client by texting."""

import pytest

from ringback.permission.lawyers_notice import is_said
from ringback.understand.folding import fold

NO_LAWYER = "Kim Law: automated reply, not a lawyer; "


@pytest.mark.parametrize(
    "words",
    [
        "this does not create an attorney-client relationship. Reply STOP to opt out.",
        "this doesn't make us your lawyers.",
        "no attorney-client relationship is formed.",
        "an attorney\u2013client relationship is not created by this text.",
        "texting us does not form a lawyer-client relationship.",
        "it isn't the start of an attorney client relationship.",
        "does not establish an attorney/client relationship.",
        "texting makes nobody a client.",
        "you are not a client yet.",
        "contacting us does not make you a client.",
        "we do not represent you yet.",
        "we aren't your attorneys yet.",
        "does not mean we represent you.",
    ],
)
def test_nobody_becomes_a_client(words: str) -> None:
    assert is_said(fold(NO_LAWYER + words))
    assert not is_said(fold(words))


@pytest.mark.parametrize(
    "text",
    [
        "Kim: respuesta automatica, no es un abogado; esto no crea una relacion abogado-cliente.",
        "Kim: respuesta automatica, no es abogado; escribir no le hace cliente nuestro.",
        "Kim: respuesta automatica, no somos abogados; no establece relaci\u00f3n de abogado y cliente.",
        "Kim: mensaje autom\u00e1tico, no de un abogado; a\u00fan no le representamos.",
        "Kim: mensaje autom\u00e1tico, no de un abogado; esto no nos convierte en sus abogados.",
        "Kim Law: automated message, I'm not an attorney. This does not make us your lawyers.",
        "Kim Law: auto-reply, no lawyer wrote this; it does not make us your lawyers.",
        "Kim Law: this is an automated text and isn't from a lawyer. It does not make us your lawyers.",
    ],
)
def test_all_three_in_other_words(text: str) -> None:
    assert is_said(fold(text))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "we will call back.",
        "we are your lawyers.",
        "you are now a client.",
        "we could not pick up, we were with a client. How can we help?",
        "no problem, we have a client in the office.",
        "sorry we could not take your call, another client was here.",
        "we cannot talk now. Our clients come first.",
    ],
)
def test_other_words_about_clients_do_not_say_it(words: str) -> None:
    assert not is_said(fold(NO_LAWYER + words))
