"""Access to RingCentral: an app exchanges a long-lived JWT for a token that is good for an hour."""

from dataclasses import dataclass
from typing import Final

from ringback.lib.secret import Secret
from ringback.phone.tokens import Exchange

GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Login:
    base: str
    client_id: str
    client_secret: Secret
    jwt: Secret

    @property
    def title(self) -> str:
        return "RingCentral"

    @property
    def needs(self) -> str:
        return "client id, client secret and JWT"

    def exchange(self) -> Exchange:
        form = [("grant_type", GRANT), ("assertion", self.jwt.reveal())]
        basic = self.client_id, self.client_secret.reveal()
        return Exchange(self.base.rstrip("/") + "/restapi/oauth/token", form, basic)
