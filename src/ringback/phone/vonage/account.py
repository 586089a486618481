"""How we log in at Vonage: with key and secret, or, for calls, with a token that its key signs."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Final
from urllib.parse import quote

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from ringback.lib.download import belongs_to
from ringback.lib.http import Http, HttpAnswer
from ringback.lib.secret import Secret
from ringback.phone.answers import Row
from ringback.phone.asked import Place
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import SendFailed
from ringback.phone.signed import encoded, unpadded

TOKEN_SECONDS: Final = 300
BAD_KEY: Final = SendProblem(Problem.MISCONFIGURED, said="Vonage does not accept the API key and API secret.")
BAD_APPLICATION: Final = SendProblem(
    Problem.MISCONFIGURED, said="Vonage does not accept the application id and its private key."
)


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    key: str
    secret: Secret
    application: str
    private_key: Secret

    async def with_key(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        basic = self.key, self.secret.reveal()
        return await self.http.request(method, self._url(path), json=json, query=query, basic=basic)

    async def as_application(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost, or SendFailed when the private key is none."""
        headers = {"Authorization": f"Bearer {self._token()}"}
        return await self.http.request(method, self._url(path), headers=headers, json=json, query=query)

    def recording_at(self, url: str) -> Place | None:
        """It stands in the event itself, at one of Vonage's hosts for its regions."""
        if not belongs_to(url, self.base, "nexmo.com", "vonage.com"):
            return None
        return Place(url, {"Authorization": f"Bearer {self._token()}"})

    def application_path(self) -> str:
        return f"/v2/applications/{quote(self.application, safe='')}"

    def _url(self, path: str) -> str:
        return self.base.rstrip("/") + path

    def _token(self) -> str:
        now = int(time.time())
        said = {
            "application_id": self.application,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": token_urlsafe(16),
        }
        signed = encoded({"alg": "RS256", "typ": "JWT"}) + b"." + encoded(said)
        signature = _rsa(self.private_key).sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return (signed + b"." + unpadded(signature)).decode()


def _rsa(private_key: Secret) -> RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(private_key.reveal().encode(), None)
    except (ValueError, TypeError):  # the second for one that is locked with a password
        raise SendFailed(BAD_APPLICATION) from None
    if not isinstance(key, RSAPrivateKey):
        raise SendFailed(BAD_APPLICATION)
    return key
