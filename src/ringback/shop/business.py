"""What notices, registers and regulated texts must know of a business: `[business]` in a shop file."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel

from ringback.accounts.profile import Profile, Regulated
from ringback.messages.compose import BUILT_IN, BUILT_IN_FOLLOW_UP, BUILT_IN_SPANISH
from ringback.messages.library.shelf import LANGUAGES, starter, trades
from ringback.permission.campaign_checks import USE_CASES
from ringback.permission.profile import ENTITY_TYPES, SOLE_PROPRIETOR
from ringback.rules.policy import FOLLOW_UP
from ringback.shop import values
from ringback.shop.key import STRICT, Key, either

ANY_USE_CASE = (*USE_CASES, SOLE_PROPRIETOR)


Words = Annotated[str, AfterValidator(values.short)]
Phone = Annotated[str, AfterValidator(values.number_or_none)]
PHONE = 'a number, such as "+15125550143"'


class BusinessTable(BaseModel):
    model_config = STRICT

    trade: Annotated[
        str,
        Key(either(trades()), "Its texts from the library are used where you write none."),
        values.one_of(*trades(), ""),
    ] = ""
    mode: Annotated[
        str,
        Key(
            either(Regulated),
            "Health, legal: no text may tell of the matter. Without it, as the trade is.",
        ),
        values.one_of(*Regulated, ""),
    ] = ""
    language: Annotated[
        str,
        Key(either(LANGUAGES), "Of the library's texts and of the times in yours."),
        values.one_of(*LANGUAGES),
    ] = "en"
    legal_name: Annotated[
        Words, Key("text in quotes", "The name as on the tax record, Inc. or LLC included.")
    ] = ""
    entity_type: Annotated[
        str, Key(either(ENTITY_TYPES), "What it is to the register."), values.one_of(*ENTITY_TYPES, "")
    ] = ""
    ein: Annotated[
        Words, Key("text in quotes", "The tax number, nine digits; none for a sole proprietor.")
    ] = ""
    owner_mobile: Annotated[
        Phone, Key(PHONE, "A sole proprietor's own mobile, to which the register sends a code.")
    ] = ""
    street: Annotated[Words, Key("text in quotes", "Street and house number.")] = ""
    city: Annotated[Words, Key("text in quotes", "The city.")] = ""
    state: Annotated[Words, Key("text in quotes", "The state, two letters.")] = ""
    postal: Annotated[Words, Key("text in quotes", "The ZIP or postal code.")] = ""
    website: Annotated[Words, Key("text in quotes", "The address of the website, with https://.")] = ""
    email: Annotated[Words, Key("text in quotes", "For questions, best at your own website's domain.")] = ""
    phone: Annotated[Phone, Key(PHONE, "For questions; without it, the first line's number.")] = ""
    registration_number: Annotated[
        Words, Key("text in quotes", "Of the business's registration; toll-free numbers need it.")
    ] = ""
    registration_authority: Annotated[Words, Key("text in quotes", "Who gave that number.")] = ""
    registration_country: Annotated[Words, Key("text in quotes", "In which country.")] = ""
    privacy_url: Annotated[
        Words, Key("text in quotes", "Your own privacy page; without it, ours for you.")
    ] = ""
    terms_url: Annotated[Words, Key("text in quotes", "Your own terms page; without it, ours for you.")] = ""
    use_case: Annotated[
        str, Key(either(ANY_USE_CASE), "What the texts are registered as."), values.one_of(*ANY_USE_CASE, "")
    ] = ""
    campaign: Annotated[
        Words, Key("text in quotes", "The register's id of your campaign, once there is one.")
    ] = ""
    campaign_status: Annotated[
        Words, Key("text in quotes", "What the phone company says of it, such as ACTIVE.")
    ] = ""
    toll_free_status: Annotated[
        Words, Key("text in quotes", "What the phone company says of the verification, such as APPROVED.")
    ] = ""
    texts_a_day: Annotated[
        int,
        Key("a whole number from 0 to 1000000", "How many parts of texts you expect in a day."),
        values.from_to(0, 1_000_000),
    ] = 0


def profile_of(written: BusinessTable) -> Profile:
    """The mode is the trade's where none is written."""
    values = written.model_dump()
    trade = trades().get(written.trade)
    mode = written.mode or (trade.mode if trade else Regulated.NO)
    return Profile(**{**values, "mode": Regulated(mode)})


def texts_of(written: BusinessTable) -> dict[str, str]:
    """The library's text for each situation, for a shop of a trade that has written none. A law firm of no
    trade gets the lawyers' texts: ours do not say what such a firm must say."""
    ours = dict(BUILT_IN_SPANISH) if written.language == "es" else {}
    return {**ours, **_of_trade(written, written.language)}


def texts_in(language: str, written: BusinessTable) -> dict[str, str]:
    """The same for a line whose callers speak another language: nothing may be left to the business's own."""
    ours = BUILT_IN_SPANISH if language == "es" else {**BUILT_IN, FOLLOW_UP: BUILT_IN_FOLLOW_UP}
    return {**ours, **_of_trade(written, language)}


def _of_trade(written: BusinessTable, language: str) -> dict[str, str]:
    trade = trades().get(written.trade) or (trades()["law"] if written.mode == Regulated.LEGAL else None)
    return starter(trade, language) if trade else {}
