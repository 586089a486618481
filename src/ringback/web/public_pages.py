"""The pages about texting that a business shows the world: its notice, its terms, its privacy page.

For callers and for the carriers' reviewers, without signing in. The address has a part that nobody can guess.
The pages show of the business what its notices show, and no more.
"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from ringback.accounts import store as accounts
from ringback.accounts.users import LANGUAGES
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.permission.notices import Facts
from ringback.permission.pages import Page, notice_page, pieces, privacy_page, terms_page
from ringback.shop.papers import notice_facts, phone_of
from ringback.web import draw
from ringback.web.guard import guarded
from ringback.web.words import Words, asked_for

PAGES = {"": notice_page, "privacy": privacy_page, "terms": terms_page}


def public_routes(db: Database) -> list[BaseRoute]:
    async def show(request: Request) -> Response:
        name, kind = request.path_params["page"], request.path_params.get("kind", "")
        t = Words(_language(request))
        found = await db.read(_page, name, kind, t.language)
        if found is None:
            return PlainTextResponse("There is no such page.\n", 404)
        facts, page = found
        values = {"page": page, "business": facts.business, "here": f"/b/{name}", "kind": kind, "t": t}
        values["pieces"] = lambda paragraph: pieces(paragraph, facts, t.language)
        response = draw.page("public.html", values)
        response.headers["Vary"] = "Accept-Language"
        return response

    return [Route("/b/{page}", guarded(show)), Route("/b/{page}/{kind}", guarded(show))]


def _language(request: Request) -> str:
    """As the link at the foot of the page says; else as the browser wishes."""
    chosen = request.query_params.get("language", "")
    return chosen if chosen in LANGUAGES else asked_for(request.headers.get("accept-language", ""))


def _page(tx: Transaction, name: str, kind: str, language: str) -> tuple[Facts, Page] | None:
    account = accounts.by_page(tx, name)
    if account is None or kind not in PAGES:
        return None
    in_use = lines.of_account(tx, account.id)
    facts = notice_facts(account, phone_of(account, in_use), in_use[0] if in_use else None)
    return facts, PAGES[kind](facts, language)
