"""Passkeys: made on one's own page, and used on the page for signing in.

The browser signs the token of a link that is good for nothing else (accounts/links.py). So the token works
once, for some minutes, on whichever node the answer arrives.
"""

import base64
import binascii
import json
from typing import Final

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from ringback.accounts import links, passkeys, users
from ringback.accounts.links import NotValid, Purpose
from ringback.accounts.passkeys import Passkey
from ringback.accounts.users import User
from ringback.db.transaction import Transaction
from ringback.web.door import safe_path
from ringback.web.draw import browser
from ringback.web.pages import public, signed_in
from ringback.web.session import let_in
from ringback.web.site import Site, site_of
from ringback.web.visit import Guest, Person
from ringback.web.words import mark

MOST: Final = 20  # for one person


class NotProven(Exception):
    """What the browser has sent is no passkey of ours, or not an answer to what was asked."""


async def begin_adding(person: Person) -> Response:
    """What the browser needs to make one, as JSON."""
    from webauthn import generate_registration_options, options_to_json  # late: a megabyte for few
    from webauthn.helpers import structs  # late: as above

    there = site_of(person.running.settings)
    if there is None:
        return PlainTextResponse(person.t("A passkey needs a name in the address, not a number."), 409)
    token = await person.run(links.make, Purpose.PASSKEY, user_id=person.user.id)
    known = await person.read(passkeys.of_user, person.user.id)
    options = generate_registration_options(
        rp_id=there.host,
        rp_name="Ringback",
        user_id=person.user.id.encode(),
        user_name=person.user.email,
        user_display_name=person.user.name,
        challenge=token.encode(),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(_bytes(key.id)) for key in known[:MOST]],
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
    )
    return Response(options_to_json(options), media_type="application/json")


async def add(person: Person) -> Response:
    try:
        await person.run(_add, person, site_of(person.running.settings), person.form.get("credential"))
    except (NotProven, NotValid):
        return person.go("/you", person.t("That did not work. Please try it again."), wrong=True)
    return person.go("/you", person.t("From now on this device lets you in."))


async def remove(person: Person) -> Response:
    await person.run(_remove, person, person.part_of_path("passkey"))
    return person.go("/you", person.t("The passkey is removed."))


async def begin_signing_in(guest: Guest) -> Response:
    from webauthn import generate_authentication_options, options_to_json  # late: as above
    from webauthn.helpers import structs  # late: as above

    there = site_of(guest.running.settings)
    if there is None:
        return PlainTextResponse(guest.t("A passkey needs a name in the address, not a number."), 409)
    options = generate_authentication_options(
        rp_id=there.host,
        challenge=(await guest.run(links.make, Purpose.PASSKEY)).encode(),
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return Response(options_to_json(options), media_type="application/json")


async def sign_in(guest: Guest) -> Response:
    try:
        user = await guest.run(_proven, site_of(guest.running.settings), guest.form.get("credential"))
    except (NotProven, NotValid):
        return RedirectResponse("/sign-in?passkey=wrong", 303)
    return await let_in(guest, user, safe_path(guest.form.get("to", "/")), mark("signed in with a passkey"))


def _add(tx: Transaction, person: Person, there: Site | None, sent: str) -> None:
    """Raises NotProven, NotValid."""
    from webauthn import verify_registration_response  # late: as above
    from webauthn.helpers.exceptions import WebAuthnException  # late: as above

    challenge = _challenge_of(sent)
    if there is None or links.use(tx, challenge).user_id != person.user.id:
        raise NotProven
    try:
        made = verify_registration_response(
            credential=sent,
            expected_challenge=challenge.encode(),
            expected_rp_id=there.host,
            expected_origin=there.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise NotProven from None
    name = browser(person.browser) or "Passkey"
    passkeys.add(
        tx, person.user.id, id=_text(made.credential_id), name=name, public_key=made.credential_public_key,
        uses=made.sign_count,
    )  # fmt: skip
    person.noted(tx, "added a passkey", name)


def _remove(tx: Transaction, person: Person, passkey_id: str) -> None:
    passkeys.remove(tx, person.user.id, passkey_id)
    person.noted(tx, "removed a passkey")


def _proven(tx: Transaction, there: Site | None, sent: str) -> User:
    """Whose passkey it is. Raises NotProven, NotValid."""
    from webauthn import verify_authentication_response  # late: as above
    from webauthn.helpers.exceptions import WebAuthnException  # late: as above

    challenge = _challenge_of(sent)
    links.use(tx, challenge)
    passkey, user = _whose(tx, sent)
    if there is None:
        raise NotProven
    try:
        proof = verify_authentication_response(
            credential=sent,
            expected_challenge=challenge.encode(),
            expected_rp_id=there.host,
            expected_origin=there.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise NotProven from None
    passkeys.note_use(tx, passkey.id, proof.new_sign_count)
    return user


def _whose(tx: Transaction, sent: str) -> tuple[Passkey, User]:
    passkey = passkeys.get(tx, str(json.loads(sent).get("id", "")))
    user = users.get(tx, passkey.user_id) if passkey is not None else None
    if passkey is None or user is None or user.disabled_at is not None:
        raise NotProven
    return passkey, user


def _challenge_of(sent: str) -> str:
    """Which of our tokens the browser says it has signed; whether it did is seen after. Raises NotProven."""
    try:
        client = json.loads(_bytes(json.loads(sent)["response"]["clientDataJSON"]))
        return _bytes(client["challenge"]).decode()
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotProven from None


def _bytes(text: str) -> bytes:
    """Raises ValueError for what is no base64url."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as wrong:
        raise ValueError from wrong


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


PAGES = [
    signed_in("POST", "/you/passkeys/begin", begin_adding),
    signed_in("POST", "/you/passkeys", add),
    signed_in("POST", "/you/passkeys/{passkey}/remove", remove),
    public("POST", "/sign-in/passkey/begin", begin_signing_in),
    public("POST", "/sign-in/passkey", sign_in),
]
