"""A line's set-up page, as its phone company's directory has it, with the line's own addresses filled in."""

from ringback.lines.addresses import addresses
from ringback.lines.store import Line
from ringback.phone.pages import setup_page


def setup_html(line: Line, public_url: str, language: str = "en") -> str:
    """To stand inside a page: headings from <h1> on, and no HTML but what Markdown makes.

    Raises KeyError when this version knows no such company.
    """
    from markdown_it import MarkdownIt  # late: only this page needs it

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return str(reader.render(setup_page(line.provider, addresses(line, public_url), language)))
