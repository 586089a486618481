"""Are requests that the companies' own packages have signed genuine to us, and no others?

`python -m tests.packages.compare PYTHON COMPANY [SEED]`, where PYTHON has the packages: `make test-packages`.
Each request is odd in its own way (ports, blank and repeated fields, letters of the world, line breaks).
As it was signed it must be believed; changed in any one place it must not.
"""

import base64
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from ringback.lib.secret import Secret
from ringback.phone.provider import NotGenuine, Request
from ringback.phone.registry import provider
from tests.contract.case import case_of

REQUESTS = 400
ODD: Final = (
    "",
    " ",
    "a b",
    "+15125550161",
    "Café & tea",
    "李=1",
    "🔧",
    "a\r\nb",
    "100%",
    "a+b",
    "x;y",
    "'\"",
    "\x7f",
)
NAMES: Final = ("From", "To", "Body", "body", "CallSid", "MediaUrl0", "a b", "ForwardedFrom", "é", "Z9")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Asked:
    """One request before it is signed; `form` is what its body says, when it is a form."""

    company: str
    secret: str
    method: str
    url: str
    form: list[tuple[str, str]]
    body: str
    content_type: str
    nonce: str
    time: int


def main(python: str, company: str, seed: int) -> bool:
    chance = random.Random(seed)
    asked = [_odd(company, chance) for _ in range(REQUESTS)]
    wrong = 0
    for one, headers in zip(asked, _signed(python, asked), strict=True):
        for what, request, settings, genuine in _judged(one, headers, chance):
            if _believed(company, request, settings) is not genuine:
                wrong += 1
                print(f"  {company}: {what} must{'' if genuine else ' not'} be believed: {one}")
    print(f"{company}: {REQUESTS} requests signed by its package, {wrong} judged otherwise (seed {seed})")
    return not wrong


def _odd(company: str, chance: random.Random) -> Asked:
    method = "GET" if company in BY_FORM and chance.random() < 0.25 else "POST"
    is_form = company in BY_FORM and not (company == "signalwire" and chance.random() < 0.4)
    form = [(chance.choice(NAMES), chance.choice(ODD)) for _ in range(chance.randrange(9))]
    if company == "signalwire":  # its package takes each field once
        form = list(dict(form).items())
    said = json.dumps(dict(form), ensure_ascii=chance.random() < 0.5)
    if method == "GET" or not is_form:
        form = []
    return Asked(
        company=company,
        secret=SECRETS[company](chance),
        method=method,
        url=_url(chance, method, [odd for odd in ODD if odd.isascii() or company != "plivo"]),
        form=form,
        body="" if method == "GET" else urlencode(form) if is_form else said,
        content_type=FORM if is_form or method == "GET" else JSON,
        nonce=f"{chance.randrange(10**20)}",
        time=int(time.time()),
    )


def _url(chance: random.Random, method: str, odd: list[str]) -> str:
    """Plivo's package cannot sign an address with letters of the world in it."""
    host = chance.choice(["ringback.example.com", "ringback.example.com:8443", "10.0.0.7:8080"])
    names = [name for name in NAMES if name.isascii()]
    many = chance.randrange(1, 6) if method == "GET" else 2
    query = [(chance.choice(names), chance.choice(odd)) for _ in range(many)]
    joined = urlencode(query, quote_via=quote) if chance.random() < 0.5 else urlencode(query)
    path = chance.choice(["/in/ln_1/voice", "/in/ln_1/voice/", "/in/ln_1/text%20a"])
    return f"https://{host}{path}" + (f"?{joined}" if method == "GET" or chance.random() < 0.5 else "")


def _signed(python: str, asked: list[Asked]) -> list[dict[str, str]]:
    said = "".join(json.dumps(vars(one)) + "\n" for one in asked)
    signer = Path(__file__).with_name("sign.py")
    ran = subprocess.run([python, signer], input=said, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(ran.stderr)
    return [json.loads(line) for line in ran.stdout.splitlines()]


def _judged(
    one: Asked, headers: dict[str, str], chance: random.Random
) -> Iterator[tuple[str, Request, Any, bool]]:
    """What was done to it, what came, with which settings it is read, and whether it is genuine."""
    secret = headers.pop("public", one.secret)
    body = headers.pop("body", one.body).encode()
    settings = replace(case_of(one.company).settings, **{SETTING[one.company]: Secret(secret)})
    kind = urlsplit(one.url).path.split("/")[3]
    sent = Request(
        one.method,
        one.url,
        kind,
        {"content-type": one.content_type, **headers},
        body,
        datetime.fromtimestamp(one.time, UTC),
    )
    yield "as it was signed", sent, settings, True
    other = SECRETS[one.company](chance)
    yield "with another secret", sent, replace(settings, **{SETTING[one.company]: Secret(other)}), False
    for name, value in headers.items():
        if name not in UNSIGNED:
            yield (
                f"{name} changed",
                replace(sent, headers={**sent.headers, name: _changed(value, chance)}),
                settings,
                False,
            )
            yield f"{name} left out", replace(sent, headers=_without(sent.headers, name)), settings, False
    if body:
        yield "body changed", replace(sent, body=_changed(body.decode(), chance).encode()), settings, False
    if one.company in BY_FORM:
        yield "address changed", replace(sent, url=one.url.replace("/in/", "/im/")), settings, False


def _changed(value: str, chance: random.Random) -> str:
    """One letter or digit is another one. In base64 the last one may not count, so never that."""
    places = [at for at, letter in enumerate(value[:-3]) if letter.isascii() and letter.isalnum()]
    at = chance.choice(places) if places else 0
    return value[:at] + ("1" if value[at : at + 1] == "0" else "0") + value[at + 1 :]


def _without(headers: Mapping[str, str], name: str) -> dict[str, str]:
    return {other: value for other, value in headers.items() if other != name}


def _believed(company: str, request: Request, settings: Any) -> bool:
    try:
        provider(company).verify(request, settings)
    except NotGenuine:
        return False
    return True


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("abcdef0123456789", k=32))


def _key(chance: random.Random) -> str:
    return base64.b64encode(chance.randbytes(32)).decode()


BY_FORM: Final = frozenset({"twilio", "signalwire", "plivo"})
UNSIGNED: Final = frozenset({"body"})
SECRETS: Final[Mapping[str, Callable[[random.Random], str]]] = {
    "twilio": _word,
    "signalwire": _word,
    "plivo": _word,
    "vonage": _word,
    "dialpad": _word,
    "openphone": lambda chance: f"whsec_{_key(chance)}",
    "telnyx": _key,
}
SETTING: Final = {
    "twilio": "auth_token",
    "signalwire": "signing_key",
    "plivo": "auth_token",
    "vonage": "signature_secret",
    "dialpad": "webhook_secret",
    "openphone": "webhook_secret",
    "telnyx": "public_key",
}

if __name__ == "__main__":
    sys.exit(not main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if sys.argv[3:] else 1))
