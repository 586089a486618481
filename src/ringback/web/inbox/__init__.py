"""The inbox: one conversation per person, live, for everybody who answers."""

from typing import Final

from ringback.accounts.members import Role
from ringback.web.inbox import acts, files, proof, replies, show, writing
from ringback.web.pages import page, public
from ringback.web.tabs import Tab
from ringback.web.words import mark

WITH_PICTURE: Final = 1_300_000  # bytes of a form
_ONE: Final = "inbox/{conversation}"

PAGES: Final = [
    page("GET", "inbox", Role.READER, show.show, tab=Tab("inbox", mark("Inbox"), "inbox", 20, on_phone=True)),
    public("GET", "/media/{enclosed}", files.for_the_company),
    page("GET", "inbox/live", Role.READER, show.live),
    page("GET", "inbox/files/{attachment}", Role.READER, files.show),
    page("GET", "inbox/replies", Role.MEMBER, replies.show),
    page("POST", "inbox/replies", Role.MEMBER, replies.save),
    page("POST", "inbox/replies/usual", Role.MEMBER, replies.add_usual),
    page("POST", "inbox/replies/{reply}/remove", Role.MEMBER, replies.remove),
    page("GET", _ONE, Role.READER, show.show_conversation),
    page("GET", f"{_ONE}/proof.zip", Role.OWNER, proof.save),
    page("POST", f"{_ONE}/write", Role.MEMBER, writing.write, longest=WITH_PICTURE),
    page("POST", f"{_ONE}/take-back", Role.MEMBER, writing.take_back_text),
    page("POST", f"{_ONE}/note", Role.MEMBER, writing.note),
    page("POST", f"{_ONE}/notes/{{note}}/remove", Role.MEMBER, writing.remove_note),
    page("POST", f"{_ONE}/draft", Role.MEMBER, writing.draft),
    page("POST", f"{_ONE}/here", Role.READER, writing.here),
    page("POST", f"{_ONE}/call", Role.MEMBER, acts.call),
    page("POST", f"{_ONE}/assign", Role.MEMBER, acts.assign),
    page("POST", f"{_ONE}/snooze", Role.MEMBER, acts.snooze),
    page("POST", f"{_ONE}/list", Role.MEMBER, acts.put_on_list),
    page("POST", f"{_ONE}/name", Role.MEMBER, acts.rename),
    page("POST", f"{_ONE}/tasks/{{task}}", Role.MEMBER, acts.tick),
    page("POST", f"{_ONE}/calls/{{call}}/text", Role.MEMBER, acts.text_after_all),
    page("POST", f"{_ONE}/ask", Role.MEMBER, acts.ask),
    page("POST", f"{_ONE}/join", Role.MEMBER, acts.join),
    page("POST", f"{_ONE}/part", Role.MEMBER, acts.part),
    page("POST", f"{_ONE}/start", Role.MEMBER, acts.start_again),
    *(page("POST", f"{_ONE}/{path}", Role.MEMBER, act) for path, act in acts.SIMPLE.items()),
]
