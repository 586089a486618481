"""Sign requests with the companies' own packages: one JSON object a line comes in, the headers go out.

Run by `compare.py` in an environment that holds those packages and knows nothing of Ringback.
"""

import base64
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

Said = Mapping[str, Any]


class Form(dict[str, list[str]]):
    """As web frameworks hand a form to those packages."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def twilio(said: Said) -> dict[str, str]:
    signer = import_module("twilio.request_validator").RequestValidator(said["secret"])
    return {"x-twilio-signature": signer.compute_signature(said["url"], _form(said))}


def signalwire(said: Said) -> dict[str, str]:
    signer = import_module("signalwire.request_validator").RequestValidator(said["secret"])
    if said["content_type"] == "application/json":
        return {"x-signalwire-signature": signer.build_signature(said["url"], said["body"])}
    return {
        "x-signalwire-signature": signer.build_signature_with_compatibility(said["url"], dict(said["form"]))
    }


def plivo(said: Said) -> dict[str, str]:
    package = import_module("plivo.utils.signature_v3")
    nonce = said["nonce"]
    build = package.construct_get_url if said["method"] == "GET" else package.construct_post_url
    signed = build(said["url"], dict(_form(said))).decode("utf-8")
    signature = package.get_signature_v3(said["secret"].encode(), signed, nonce.encode()).decode()
    return {"x-plivo-signature-v3": signature, "x-plivo-signature-v3-nonce": nonce}


def vonage(said: Said) -> dict[str, str]:
    """Its own package only verifies; it must believe what PyJWT, on which it stands, has signed."""
    claims = {"iat": said["time"], "payload_hash": hashlib.sha256(said["body"].encode()).hexdigest()}
    token = import_module("jwt").encode(claims, said["secret"], algorithm="HS256")
    token = token.decode() if isinstance(token, bytes) else token
    assert import_module("vonage_jwt").verify_signature(token, said["secret"])
    return {"authorization": f"Bearer {token}"}


def dialpad(said: Said) -> dict[str, str]:
    """The token is the body. There is no package of its own; PyJWT is what its page shows."""
    token = import_module("jwt").encode(json.loads(said["body"]), said["secret"], algorithm="HS256")
    return {"body": token.decode() if isinstance(token, bytes) else token}


def openphone(said: Said) -> dict[str, str]:
    """Quo signs as "Standard Webhooks" says, whose own package this is."""
    signer = import_module("standardwebhooks").Webhook(said["secret"])
    signature = signer.sign(said["nonce"], datetime.fromtimestamp(said["time"], UTC), said["body"])
    return {
        "webhook-id": said["nonce"],
        "webhook-timestamp": str(said["time"]),
        "webhook-signature": signature,
    }


def telnyx(said: Said) -> dict[str, str]:
    """Its own package only verifies; it must believe what PyNaCl has signed."""
    key = import_module("nacl.signing").SigningKey(base64.b64decode(said["secret"]))
    public = base64.b64encode(bytes(key.verify_key)).decode()
    signature = base64.b64encode(key.sign(f"{said['time']}|{said['body']}".encode()).signature).decode()
    headers = {"telnyx-timestamp": str(said["time"]), "telnyx-signature-ed25519": signature}
    import_module("telnyx").Telnyx(api_key="none", public_key=public).webhooks.unwrap(
        said["body"], headers=headers
    )
    return {**headers, "public": public}


def _form(said: Said) -> Form:
    form: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in said["form"]:
        form[name].append(value)
    return Form(form)


SIGNERS: Mapping[str, Callable[[Said], dict[str, str]]] = {
    each.__name__: each for each in (twilio, signalwire, plivo, vonage, dialpad, openphone, telnyx)
}


def main() -> None:
    for line in sys.stdin:
        said = json.loads(line)
        print(json.dumps(SIGNERS[said["company"]](said)))


if __name__ == "__main__":
    main()
