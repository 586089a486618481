"""The checks of a registration that look at its words: description, flow, samples, messages, pages, notice.

Each returns a sentence that says what to do, or "" when nothing is wrong.
"""

import re

from ringback.messages.links import Link, is_public_shortener, links_in
from ringback.messages.segments import Encoding, measure
from ringback.messages.wording import forbidden_in, promotional_words_in
from ringback.permission.brand_checks import is_https
from ringback.permission.profile import SOLE_PROPRIETOR, Profile

NOTICE_CHANNELS = ("voicemail_greeting", "ivr_keypress", "website", "posted_sign")
# What must be kept of every consent, so that it can be shown years later.
RECORD_FIELDS = (
    "phone_e164",
    "business_id",
    "source",
    "call_id",
    "called_number",
    "captured_at_utc",
    "notice_text_version",
)
USE_CASES = ("CUSTOMER_CARE", "LOW_VOLUME", "MIXED")


def description(p: Profile) -> str:
    text = p.campaign.description
    return _length("The description", text, 40, 4096) or _must_name(p, "The description", text)


def message_flow_length(p: Profile) -> str:
    return _length("The message flow", p.campaign.message_flow, 40, 2048)


def message_flow_words(p: Profile) -> str:
    flow = p.campaign.message_flow
    wanted = {
        "that it is a text message": r"\btext|\bsms\b",
        "STOP": r"\bSTOP\b",
        "HELP": r"\bHELP\b",
        "that rates may apply": r"\brates\b",
        "how often texts come": _FREQUENCY,
        "where callers learn of it": r"voicemail|greeting|recording|keypress|\bpress|website",
    }
    missing = [what for what, pattern in wanted.items() if not re.search(pattern, flow, re.IGNORECASE)]
    missing += [] if _names(p, flow) else ["who you are"]
    return f"The message flow must say {', '.join(missing)}." if missing else ""


_FREQUENCY = (
    r"frequency|recurring"
    r"|\b(?:one|a|two|\d+|up to \w+)\s(?:text\s|sms\s)?(?:message|msg|text)s?\s(?:per|for each|an?|each)\b"
    r"|\b(?:message|msg|text)s?(?:\s\w+){0,2}\s(?:per|for each|for every)\b"
)


def sample_sizes(p: Profile) -> str:
    samples = p.campaign.samples
    if not 2 <= len(samples) <= 5:
        return f"There are {len(samples)} sample texts: give two to five."
    wrong = [n for n, sample in enumerate(samples, 1) if not 20 <= len(sample) <= 1024]
    return f"Sample {wrong[0]} must have 20 to 1024 characters." if wrong else ""


def samples_name_business(p: Profile) -> str:
    samples = p.campaign.samples
    nameless = [n for n, sample in enumerate(samples, 1) if not _names(p, sample)]
    if nameless:
        return f"Sample {nameless[0]} does not name the business."
    return (
        "The first sample must say how to stop: Reply STOP to opt out." if not _has_stop(samples[:1]) else ""
    )


def sample_placeholders(p: Profile) -> str:
    odd = _first(p.campaign.samples, r"\{[^}]*\}|<[^>]+>|%[sd]\b|%\(\w+\)s")
    return f"Write what varies in [square brackets], not as {odd}." if odd else ""


def sample_shorteners(p: Profile) -> str:
    hosts = [link.host for link in _sample_links(p) if is_public_shortener(link.host)]
    return f"Carriers refuse links to {hosts[0]}: write the full address of your own page." if hosts else ""


def links_declared(p: Profile) -> str:
    return _declared("a link", bool(_sample_links(p)), p.campaign.has_embedded_links)


def phones_declared(p: Profile) -> str:
    has = any(_PHONE.search(sample) for sample in p.campaign.samples)
    return _declared("a phone number", has, p.campaign.has_embedded_phone)


def help_message(p: Profile) -> str:
    text = p.campaign.help_message
    wrong = _length("The answer to HELP", text, 20, 320) or _must_name(p, "The answer to HELP", text)
    if wrong or _PHONE.search(text) or _MAIL.search(text) or links_in(text):
        return wrong
    return "The answer to HELP must have a phone number, an e-mail address or a link."


def optout_message(p: Profile) -> str:
    text = p.campaign.optout_message
    wrong = _length("The answer to STOP", text, 20, 320) or _must_name(p, "The answer to STOP", text)
    if wrong or re.search(_NO_MORE, text, re.IGNORECASE):
        return wrong
    return "The answer to STOP must say that no more texts will come."


_NO_MORE = (
    r"\bno (?:more|further|longer)\b|(?:\bnot|n't) (?:get|receive|be sent|send|text|hear)\b|\bnot be texted\b"
    r"|\b(?:ya )?no (?:le|te|les) (?:mandar|enviar|escribir)\w+|\bno (?:recibirá|recibirás|habrá) más\b"
)


def optout_keywords(p: Profile) -> str:
    words = p.campaign.optout_keywords
    odd = [word for word in words if not re.fullmatch(r"[A-Za-z0-9]+", word)]
    if odd:
        return f"{odd[0]!r} cannot be a keyword: letters and digits only."
    if "STOP" not in (word.upper() for word in words):
        return "STOP must be among the keywords."
    return "The keywords are too long: 255 characters in all." if len(",".join(words)) > 255 else ""


def privacy_page(p: Profile) -> str:
    wrong = _page("privacy page", p.links.privacy_url, p.links.privacy_status)
    if wrong or p.links.privacy_no_share:
        return wrong
    return (
        "The privacy page must say that mobile numbers and consent are not shared with others for marketing."
    )


def terms_page(p: Profile) -> str:
    return _page("terms page", p.links.terms_url, p.links.terms_status)


def use_case(p: Profile) -> str:
    allowed = (SOLE_PROPRIETOR,) if p.sole_proprietor else USE_CASES
    if p.campaign.use_case in allowed:
        return ""
    return f"Choose {' or '.join(allowed)}: other use cases do not fit a text after a missed call."


def no_promotion(p: Profile) -> str:
    if "MARKETING" in p.campaign.sub_use_cases:
        return ""
    # A business may be called Deal & Sons.
    found = [
        word for sample in p.campaign.samples for word in promotional_words_in(sample.replace(p.name, ""))
    ]
    return f'A sample has "{found[0]}" in it, which makes it marketing: leave it out.' if found else ""


def no_forbidden_words(p: Profile) -> str:
    found = [word for sample in p.campaign.samples for word in forbidden_in(sample)]
    return f'A sample has "{found[0]}" in it, which carriers refuse.' if found else ""


def notice(p: Profile) -> str:
    if not set(NOTICE_CHANNELS) & set(p.consent.notice_channels):
        return "Callers must learn of the texts: by the greeting, a keypress, the website or a sign."
    text = p.consent.notice_text
    if not _names(p, text) or not re.search(r"\btext|\bsms\b", text, re.IGNORECASE) or not _has_stop([text]):
        return "The notice must name the business, say that you text, and how to stop (STOP)."
    return ""


def record_fields(p: Profile) -> str:
    missing = [name for name in RECORD_FIELDS if name not in p.consent.record_fields]
    return f"The record of a consent lacks {', '.join(missing)}." if missing else ""


def first_sample_is_one_part(p: Profile) -> str:
    counted = measure(p.campaign.samples[0] if p.campaign.samples else "")
    if counted.segments <= 1 and counted.encoding is Encoding.GSM7:
        return ""
    return f"The first text costs {counted.segments} part(s) in {counted.encoding}: plain letters, one part."


_PHONE = re.compile(r"(?<!\d)(?:\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def _names(p: Profile, text: str) -> bool:
    names = [name.strip().casefold() for name in (p.business.display_name, p.business.legal_name)]
    return any(name and name in text.casefold() for name in names)


def _must_name(p: Profile, what: str, text: str) -> str:
    return "" if _names(p, text) else f"{what} must name the business."


def _length(what: str, text: str, least: int, most: int) -> str:
    if least <= len(text) <= most:
        return ""
    return f"{what} has {len(text)} characters: {least} to {most} are wanted."


def _has_stop(texts: tuple[str, ...] | list[str]) -> bool:
    return any(re.search(r"\bSTOP\b", text) for text in texts)


def _first(texts: tuple[str, ...], pattern: str) -> str:
    return next((found[0] for text in texts if (found := re.search(pattern, text))), "")


def _sample_links(p: Profile) -> list[Link]:
    return [link for sample in p.campaign.samples for link in links_in(sample)]


def _declared(what: str, has: bool, declared: bool) -> str:
    if has == declared:
        return ""
    return f"A sample has {what}: say so." if has else f"No sample has {what}: do not say that one has."


def _page(what: str, url: str, status: int) -> str:
    if not is_https(url):
        return f"The {what} needs a public address that begins with https://."
    return "" if status == 200 else f"The {what} answers {status or 'nothing'}: it must open for everybody."
