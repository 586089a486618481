from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.messages.segments import measure
from ringback.permission import notices
from ringback.permission.campaign_checks import RECORD_FIELDS
from ringback.permission.notices import ConsentMode, Facts
from ringback.permission.profile import (
    Address,
    Business,
    Campaign,
    Consent,
    Links,
    Path,
    PhoneCompany,
    Profile,
    SendingNumber,
    WebsiteCheck,
)
from ringback.permission.registration import check
from tests.cast import ROSAS_LINE, ROSAS_SHOP
from tests.quick import examples

ROSA = Facts(
    business=ROSAS_SHOP,
    legal_name="Rosa Diaz Plumbing LLC",
    phone=ROSAS_LINE,
    website="https://rosas.example",
    email="rosa@rosas.example",
    address="12 Harbor Ln, Austin, TX 78701, US",
)
every_setting = st.builds(
    replace,
    st.just(ROSA),
    business=st.from_regex(r"[A-Z][a-z\u00e1]{2,12}('s)?( (& )?[A-Z][a-z]{2,12}){0,3}", fullmatch=True),
    mode=st.sampled_from(ConsentMode),
    on_website=st.booleans(),
    regulated=st.booleans(),
)


def profile(facts: Facts) -> Profile:
    """As the wizard fills it in from what is generated."""
    return Profile(
        Path.TEN_DLC,
        Business(
            legal_name=facts.legal_name,
            display_name=facts.business,
            entity_type="PRIVATE_PROFIT",
            ein="84-1234567",
            address=Address("12 Harbor Ln", "Austin", "TX", "78701", "US"),
            website=facts.website,
            contact_email=facts.email,
            contact_phone="+15124564290",
        ),
        WebsiteCheck(200, shows_name=True),
        Campaign(
            use_case="CUSTOMER_CARE",
            description=notices.description(facts),
            message_flow=notices.message_flow(facts),
            samples=notices.samples(facts),
            help_message=notices.help_message(facts),
            optout_message=notices.optout_message(facts),
            optout_keywords=notices.KEYWORDS,
        ),
        Links("https://rosas.example/privacy", 200, True, "https://rosas.example/terms", 200),
        Consent(notices.notice_channels(facts), notices.greeting(facts), RECORD_FIELDS),
        SendingNumber("C1", "ACTIVE", 1),
        provider=PhoneCompany("provider_auto"),
    )


@given(every_setting)
def test_what_is_generated_passes_the_readiness_check(facts: Facts) -> None:
    found = check(profile(facts))
    # A long name may cost the first text a second part, and some names are words that carriers refuse.
    assert {finding.id for finding in found} <= {"R34", "R25"}
    website = replace(profile(facts).consent, notice_text=notices.website_line(facts))
    assert "R26" not in {finding.id for finding in check(replace(profile(facts), consent=website))}


@pytest.mark.parametrize("mode", ConsentMode)
def test_the_flow_quotes_what_callers_hear_and_read(mode: ConsentMode) -> None:
    facts = replace(ROSA, mode=mode)
    flow = notices.message_flow(facts)
    assert f'"{notices.greeting(facts)}"' in flow
    assert f'"{notices.website_line(facts)}"' in flow
    assert "https://" not in notices.message_flow(replace(facts, on_website=False))
    without = notices.message_flow(replace(facts, phone=""))
    assert without.startswith(f"A person calls {facts.business}. If nobody answers")


def test_who_presses_nothing_is_not_texted() -> None:
    facts = replace(ROSA, mode=ConsentMode.KEYPRESS)
    assert "Press 1 to get text messages" in notices.greeting(facts)
    assert "only when the caller presses 1" in notices.message_flow(facts)
    assert notices.notice_channels(facts) == ("ivr_keypress", "website")


@pytest.mark.parametrize("mode", ConsentMode)
def test_the_spanish_notice_says_the_same(mode: ConsentMode) -> None:
    facts = replace(ROSA, mode=mode)
    for said in (notices.greeting(facts, "es"), notices.website_line(facts, "es")):
        assert [
            word for word in (ROSAS_SHOP, "mensaje", "texto", "STOP", "tarifas") if word not in said
        ] == []


def test_the_version_changes_with_the_notice_and_with_nothing_else() -> None:
    version = notices.notice_version(ROSA)
    assert notices.notice_version(replace(ROSA, email="other@rosas.example", address="elsewhere")) == version
    changed = [
        replace(ROSA, business="Rosa's"),
        replace(ROSA, mode=ConsentMode.KEYPRESS),
        replace(ROSA, on_website=False),
    ]
    assert len({version, *(notices.notice_version(facts) for facts in changed)}) == 4


def test_the_samples_are_what_is_sent() -> None:
    first, booked = notices.samples(ROSA)
    assert first == (
        "Hi there, this is Rosa's Plumbing. Sorry we missed your call. What can we help you with? "
        "Reply STOP to opt out."
    )
    assert [measure(text).segments for text in (first, booked)] == [1, 1]


def test_braces_in_a_name_stay_what_they_are() -> None:
    assert "{phone} & Sons" in notices.greeting(replace(ROSA, business="{phone} & Sons"))


def test_spanish_shop_says_it_in_spanish_and_the_register_reads_it_in_english_too() -> None:
    spanish = replace(ROSA, language="es", spoken="Hola, habla Rosa.", in_english="Hi, Rosa here.")
    assert notices.greeting(spanish) == "Hola, habla Rosa."
    assert notices.website_line(spanish).startswith("Si perdemos su llamada")
    flow = notices.message_flow(spanish)
    assert 'says: "Hola, habla Rosa." (in English: "Hi, Rosa here.")' in flow
    assert "\"If we miss your call, Rosa's Plumbing will text you about it." in flow
    assert notices.optout_message(spanish).endswith("Responda START para volver.")


@given(every_setting)
@examples(50)
def test_what_a_spanish_shop_hands_in_passes_the_readiness_check(facts: Facts) -> None:
    spanish = replace(facts, language="es")
    papers = profile(spanish)
    english = replace(papers.consent, notice_text=notices.website_line(spanish, "en"))
    found = check(replace(papers, consent=english))
    assert {finding.id for finding in found} <= {"R34", "R25"}
