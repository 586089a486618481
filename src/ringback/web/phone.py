"""What makes the dashboard an app on a phone: the manifest, the service worker, and a page for when it is
offline."""

from typing import Final

from starlette.responses import JSONResponse, Response

from ringback.web import draw, files
from ringback.web.pages import public
from ringback.web.visit import Guest

# What the page without a net needs. Nothing of an account is ever kept on the phone.
KEPT: Final = ("ringback.css", "ringback.js", "ringback.svg", "drafts.js", "sending.js", "vendor/htmx.js")
SIZES: Final = (192, 512)


async def manifest(guest: Guest) -> Response:
    icons = [
        {"src": files.address(f"ringback-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in SIZES
    ]
    about = {
        "name": "Ringback",
        "short_name": "Ringback",
        "description": guest.t("No caller is lost while you are away."),
        "lang": guest.t.language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f7f5",
        "theme_color": "#0f7a5a",
        "icons": [*icons, {**icons[-1], "purpose": "maskable"}],
    }
    return JSONResponse(about, media_type="application/manifest+json")


async def service_worker(guest: Guest) -> Response:
    """Under its own address it may look after the whole site; it is asked for anew each time."""
    kept = [files.address(name) for name in KEPT]
    script = draw.script("service-worker.js", {"kept": kept, "offline": "/offline"})
    return Response(script, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def offline(guest: Guest) -> Response:
    return guest.page("offline.html")


PAGES = [
    public("GET", "/manifest.webmanifest", manifest),
    public("GET", "/service-worker.js", service_worker),
    public("GET", "/offline", offline),
]
