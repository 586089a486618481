"""Access to Zoom: an app exchanges its id and secret for a token that is good for an hour."""

from dataclasses import dataclass

from ringback.lib.secret import Secret
from ringback.phone.tokens import Exchange


@dataclass(frozen=True, slots=True)
class Login:
    base: str
    account_id: str
    client_id: str
    client_secret: Secret
    as_app: bool = False  # for what belongs to the app alone, and to no account

    @property
    def title(self) -> str:
        return "Zoom"

    @property
    def needs(self) -> str:
        return "account id, client id and client secret"

    def exchange(self) -> Exchange:
        account = [("grant_type", "account_credentials"), ("account_id", self.account_id)]
        form = [("grant_type", "client_credentials")] if self.as_app else account
        basic = self.client_id, self.client_secret.reveal()
        return Exchange(self.base.rstrip("/") + "/oauth/token", form, basic)
