import json
from pathlib import Path

import pytest

from ringback.messages.wording import (
    forbidden_in,
    odd_punctuation_in,
    offers_in,
    promotional_words_in,
    shouting_in,
    times_in,
)

READINESS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "registration_readiness.json").read_text("utf-8")
)


@pytest.mark.parametrize("word", READINESS["promo_words"])
def test_every_word_that_reviewers_read_as_advertising(word: str) -> None:
    assert promotional_words_in(f"Ask: 10{word.upper()}!") == [word]


@pytest.mark.parametrize("word", READINESS["forbidden_words"])
def test_every_word_that_carriers_refuse(word: str) -> None:
    assert forbidden_in(f"We sell {word.title()}.") == [word]


@pytest.mark.parametrize(
    "text",
    [
        "We serve Salem and all around.",
        "Are you calling about the house for sale?",
        "Our sales team will be glad to help.",
        "Ask for the dealer plates.",
        "Feel free to reply here. Are you free to talk?",
        "Sorry we missed you. How can we help?",
        "What are you looking to save from the old kitchen?",
        "We offer plumbing and heating.",
        "Best regards, Rosa",
        "Disculpe, no pudimos contestar. ¿En qué podemos ayudarle?",
        "Reply with your order number.",
        "Sorry, that is on us.",
        "Is it work on the house?",
        "Is it a new service or a repair?",
        "Our new number is on the door.",
        "Are you free for a visit?",
    ],
)
def test_information_is_no_offer(text: str) -> None:
    assert offers_in(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Get 10% off drain cleaning", "% off"),
        ("Ask for a FREE estimate.", "free estimate"),
        ("Your free in-home consultation awaits", "free in-home consultation"),
        ("Only $49 this week", "$49"),
        ("Book now and save!", "book now"),
        ("Half price on Tuesdays", "half price"),
        ("Leave us a quick review", "leave us a quick review"),
        ("Refer a friend", "refer a friend"),
        ("20% de descuento", "20% de descuento"),
        ("Presupuesto gratis", "gratis"),
        ("Aproveche nuestra promoción", "aproveche"),
        ("Reserve ya su cita", "reserve ya"),
        ("Le regalamos una visita", "regalamos"),
        ("10 por ciento menos", "10 por ciento menos"),
        ("Ask for a free case review", "free case review"),
        ("Two for one", "two for one"),
        ("Estimates are free.", "estimates are free"),
        ("The first visit is on us", "first visit is on us"),
        ("We waive the trip charge", "waive"),
        ("Ask about our specials", "our specials"),
        ("Special pricing for seniors", "special pricing"),
        ("Try our new plan", "our new plan"),
        ("We also sell water softeners.", "we also sell"),
        ("Only three spots left", "only three spots left"),
        ("Appointments are filling up", "appointments are filling"),
        ("Join our loyalty program", "join our"),
        ("Reply YES for updates", "for updates"),
        ("We beat any price", "beat any"),
        ("Affordable repairs", "affordable"),
    ],
)
def test_offers(text: str, found: str) -> None:
    assert found in offers_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "We're back at 9 AM.",
        "We're back at 9.",
        "We're back at 9 Reply STOP to opt out.",
        "Call you by 5 STOP to end",
        "Abrimos a las 9 responda STOP para salir",
        "Call after 17:30.",
        "We open at noon.",
        "Mon-Fri 8-5",
        "Hours: 9 to 5",
        "Give us 10 minutes.",
        "We'll text you in 5-10 min.",
        "Someone will call within the hour.",
        "We call back within 24 hours.",
        "We reply in a few minutes",
        "Two hours at most",
        "in half an hour",
        "We'll call you back today.",
        "We will get back to you first thing in the morning.",
        "Someone will call you tomorrow",
        "We open again Monday.",
        "We're closed today.",
        "Abrimos a las 9.",
        "Le llamamos en 10 minutos",
        "Le llamaremos mañana.",
        "Volvemos el lunes",
        "Contestamos en menos de una hora.",
        "Le contestaremos hoy mismo.",
        "Responderemos en un par de horas",
        "We call you back by nine.",
        "Back at half past eight",
        "We open at 0800",
        "Open until seven pm",
        "We answer before lunch.",
        "We'll reply by close of business",
        "Abrimos a las ocho y media",
        "Llamamos mañana",
        "Call you at 9ish.",
        "We call back @ 9.",
        "Abrimos a las 17 h",
        "We open 8h30",
        "Eight thirty, as always",
        "Abrimos a las ocho menos cuarto.",
        "Open 24/7, 8-5.",
        "Back in five.",
        "Talk to you within 15",
        "Expect a call in the next few hours.",
        "Le llamamos en las próximas horas.",
        "Closed until the 5th.",
        "Back May 5th.",
        "Closed till 12/26/2026.",
        "Cerrado hasta el 3 de enero.",
        "We're out until Monday.",
    ],
)
def test_times_that_someone_would_have_to_keep(text: str) -> None:
    assert times_in(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "How can we help you today?",
        "Is it leaking today or did it stop?",
        "We'll get back to you as soon as we can.",
        "We'll call you back shortly.",
        "We open again soon.",
        "If this is an emergency, call 911.",
        "We answer 24/7.",
        "Our 24-hour line is open 7 days a week.",
        "Have a great day.",
        "Call us at 512-555-0142.",
        "We're at 12 Main Street, Suite 4.",
        "Send us 2 photos.",
        "¿En qué podemos ayudarle hoy?",
        "Le llamaremos lo antes posible.",
        "Thanks for calling again.",
        "Did you call us 10 minutes ago?",
        "Ask for a visit by two plumbers.",
        "Did it break after lunch?",
        "We were on another call until now.",
        "Atendimos otra llamada.",
        "Send 1-2 photos of it.",
        "We're at 40 Oak Street, apt 4-12, in the yard.",
        "Is the appointment on 1/3?",
        "Can it wait until Monday?",
        "Is it a 3/4 inch pipe?",
        "Tell us in one word.",
        "Is it one of 5?",
    ],
)
def test_no_time_was_stated(text: str) -> None:
    assert times_in(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CALL US NOW please", ["CALL US NOW"]),
        ("This is URGENT", ["URGENT"]),
        ("LLÁMENOS YA MISMO", ["LLÁMENOS YA MISMO"]),
        ("Reply STOP to opt out or HELP for help", []),
        ("ABC HVAC here, and an AC too", ["ABC HVAC"]),
        ("Your HVAC team", []),
        ("Dr. O'Neil, DDS", []),
    ],
)
def test_shouting(text: str, found: list[str]) -> None:
    assert shouting_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sorry!! We missed you", ["!!"]),
        ("What?! No way???", ["?!", "???"]),
        ("$$$ for you ***", ["$$$", "***"]),
        ("Hi! Sorry! Bye!", ["!", "!", "!"]),
        ("Hi! Sorry... How can we help? - Rosa", []),
        ("¡Hola! ¿En qué podemos ayudarle?", []),
    ],
)
def test_odd_punctuation(text: str, found: list[str]) -> None:
    assert odd_punctuation_in(text) == found
