"""The set-up of a business, step by step: each step is one file and checks itself."""

from ringback.web.setup import business, forwarding, hours, line, live, message, notice, overview

PAGES = [
    *overview.PAGES,
    *business.PAGES,
    *hours.PAGES,
    *line.PAGES,
    *forwarding.PAGES,
    *message.PAGES,
    *notice.PAGES,
    *live.PAGES,
]
