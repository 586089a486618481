"""Calls with their reasons, people and lists, lines and their health, and the week in figures."""

import re
import tomllib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.contacts import lists, people
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.conversations import listing
from ringback.conversations.boxes import Box
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.rules.checks import RULES
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.web.rule_fields import FIELDS, rule_of
from ringback.web.today import TASKS
from ringback.web.week import week_of
from tests.cast import DAN, DANA
from tests.company import TOKEN
from tests.web.pages import Visitor, plain_site, sign_in
from tests.world import Shop, shop

SUPPLIER = "+15125550177"


@pytest.fixture
async def rosas(tmp_path: Path) -> AsyncIterator[tuple[Shop, Visitor]]:
    async with shop(tmp_path) as there:
        there.ringback.closing.set()
        await there.misses("CA1")
        await there.after(60)
        await there.texts_in("My <b>sink</b> leaks")
        await there.after(3600)
        await there.misses("CA2", DANA)
        await there.misses("CA3", "anonymous")
        await there.after(3600)
        site = plain_site(there.ringback)
        yield there, await sign_in(there.ringback, there.line.account_id, app=site)


async def test_calls_are_listed_with_their_reasons(rosas: tuple[Shop, Visitor]) -> None:
    _, rosa = rosas
    everything, answered = await rosa.get("calls"), await rosa.get("calls?show=answered")
    assert (everything.body.count('<a class="row"'), answered.body.count('<a class="row"')) == (3, 0)
    assert "Hidden number" in everything.body


async def test_a_call_that_was_called_back_no_longer_asks_for_it(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"most_per_hour": 1}) as there:
        there.ringback.closing.set()
        await there.misses("CA1")
        await there.misses("CA2", DANA)
        await there.after(60)
        app = plain_site(there.ringback)
        rosa = await sign_in(there.ringback, there.line.account_id, app=app)
        (task,) = await there.tasks()
        path = f"calls/{(await there.calls())[0].id}"
        waits, done = '<span class="pill warn">Call back</span>', '<span class="pill ">Seen to</span>'
        for act, says, says_not in (("undone", waits, done), ("done", done, waits), ("undone", waits, done)):
            await rosa.post(f"tasks/{task.id}/{act}")
            for page in ("calls", "today", path):
                body = (await rosa.get(page)).body
                assert says in body, page
                assert says_not not in body, page


async def test_a_call_whose_text_did_not_arrive_is_not_called_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as there:
        there.ringback.closing.set()
        rosa = await sign_in(there.ringback, there.line.account_id, app=plain_site(there.ringback))

        async def says() -> list[str]:
            await there.ringback.settled()
            return re.findall(r'<span class="pill[^>]*>([^<]*)', (await rosa.get("calls")).body)

        await there.misses("CA1")
        assert await says() == ["Being texted"]
        await there.after(60)
        assert await says() == ["Texted"]
        await there.reports("undelivered", code="30003")
        assert await says() == ["Call back"]
        (task,) = await there.tasks()
        await rosa.post(f"tasks/{task.id}/done")
        assert await says() == ["Seen to"]
        await there.misses("CA2", DANA)
        await there.rings("CA3", DANA)
        await there.leg("screen_key", "CA3", CallStatus="in-progress", Digits="1")
        await there.call("dial_done", "CA3", caller=DANA, DialCallStatus="completed", DialBridged="true")
        await there.after(60)
        assert await says() == ["Answered", "Not texted", "Seen to"]


async def test_a_call_shows_each_check_and_what_would_have_changed_it(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    call = (await there.calls())[0]
    page = await rosa.get(f"calls/{call.id}")
    assert "number shown" in page.body
    assert "this decided" in page.body


async def test_who_only_stands_in_the_address_book_comes_last_and_can_be_written_to(
    rosas: tuple[Shop, Visitor],
) -> None:
    there, rosa = rosas
    account, db = there.line.account_id, there.ringback.db
    await db.run(contacts.name_people, account, {SUPPLIER: "Pipes Inc."})
    everybody = await db.read(people.newest, account, "", 50)
    pipes = everybody[-1]
    assert [person.in_touch for person in everybody] == [True] * (len(everybody) - 1) + [False]
    assert "You have not been in touch yet." in (await rosa.get(f"people/{pipes.id}")).body
    begun = await rosa.post(f"people/{pipes.id}/talk")
    again = await rosa.post(f"people/{pipes.id}/talk")
    assert begun.to == again.to == (await rosa.get(f"people/{pipes.id}")).to


async def test_older_calls_are_behind_a_link(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    oldest = (await there.calls())[-1]
    before = oldest.first_heard_at.isoformat().replace("+", "%2B")
    assert (await rosa.get(f"calls?before={before}")).body.count('<a class="row"') == 0
    assert (await rosa.get("calls?before=yesterday")).status == 200


async def test_people_are_found_by_name_and_number(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    await there.ringback.db.run(contacts.name_people, there.line.account_id, {DAN: "Dan Müller"})
    assert (await rosa.get("people?q=muller")).body.count('<a class="row"') == 1
    assert (await rosa.get("people?q=5550112")).body.count('<a class="row"') == 1
    assert "Nobody found" in (await rosa.get("people?q=nobody")).body


async def test_a_number_is_put_on_a_list_and_taken_off(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    account = there.line.account_id
    await rosa.post("people/list", number="512 555 0177", name="Pipes Inc.", list=Listed.TELL_ME.value)
    assert await there.ringback.db.read(lists.list_of, account, SUPPLIER) is Listed.TELL_ME
    await rosa.post("people/off", number=SUPPLIER[1:])
    assert await there.ringback.db.read(lists.list_of, account, SUPPLIER) is Listed.NO
    wrong = await rosa.post("people/list", number="a friend")
    assert wrong.status == 422


async def test_somebody_is_added_and_can_be_written_to(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    added = await rosa.post("people/list", number="512 555 0177", name="Pipes Inc.", list="names")
    assert "Write to them" in (await rosa.get(added.to)).body
    again = await rosa.post("people/list", number="512 555 0177", name="Pipes Ltd.", list="names")
    assert again.to == added.to
    person = await there.ringback.db.read(contacts.by_number, there.line.account_id, SUPPLIER)
    assert person is not None
    assert (person.name, person.in_touch) == ("Pipes Ltd.", False)
    assert await there.ringback.db.read(lists.list_of, there.line.account_id, SUPPLIER) is Listed.NO


async def test_a_file_of_numbers_is_taken_in(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    rows = "Name,Phone\n" + f"Dan Miller,{DAN}\n<script>x</script>,{SUPPLIER}\nNobody,none\n"
    answered = await rosa.upload("people/file", "file", rows.encode(), which="names")
    await there.ringback.settled()
    found = await there.ringback.db.read(contacts.by_number, there.line.account_id, DAN)
    page = (await rosa.get("people")).body
    assert (answered.status, "2 numbers were taken in." in page) == (303, True)
    assert found is not None
    assert (found.name, "<script>x" in page) == ("Dan Miller", False)


async def test_a_wrong_file_is_taken_back(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    await rosa.upload(
        "people/file", "file", f"Name,Phone\nPipes Inc.,{SUPPLIER}\n".encode(), which="never_text"
    )
    await there.ringback.settled()
    assert f'action="{rosa.whole("people/back")}"' in (await rosa.get("people")).body
    assert (await rosa.post("people/back")).to == rosa.whole("people?sent=yes")
    await there.ringback.settled()
    page = (await rosa.get("people")).body
    assert "The file has been taken back." in page
    assert "people/back" not in page
    assert await there.ringback.db.read(lists.list_of, there.line.account_id, SUPPLIER) is Listed.NO
    assert (await rosa.post("people/back")).status == 303


async def test_a_file_without_numbers_says_what_it_has_to_be(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    answered = await rosa.upload("people/file", "file", bytes(range(256)) * 9, which="names")
    await there.ringback.settled()
    page = (await rosa.get(answered.to)).body
    assert "There is no phone number in this file." in page
    assert 'id="import" data-answer' in page  # the form is far below: the answer is scrolled to
    assert "taken in" not in page.partition('id="import"')[2].partition("</form>")[0]


async def test_a_file_is_no_news_for_ever(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    await rosa.upload("people/file", "file", f"Name,Phone\nDan,{DAN}\n".encode(), which="names")
    await there.after(60)
    assert "1 number was taken in." in (await rosa.get("people")).body
    await there.after(2 * 86400)
    assert "taken in." not in (await rosa.get("people")).body


async def test_a_receipt_leads_to_its_rule_and_to_the_lists(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    await there.misses("CA4", DANA)
    await there.after(60)
    again = (await there.calls())[0]
    page = (await rosa.get(f"calls/{again.id}")).body
    assert f'href="{rosa.whole("rules")}#repeat"' in page
    assert 'id="repeat"' in (await rosa.get("rules")).body
    put = await rosa.post("people/list", number=again.caller, list="never_text", name="Dana")
    assert put.status == 303
    entries = await there.ringback.db.read(lists.entries, there.line.account_id)
    assert [(each.number, each.which) for each in entries] == [(DANA, Listed.NEVER_TEXT)]


def test_every_rule_that_a_receipt_leads_to_has_its_field() -> None:
    names = {check.name for check in RULES}
    leads = {name: rule_of(name) for name in names if rule_of(name)}
    assert leads["fuse of a minute"] == "most_per_minute"
    assert set(leads.values()) <= {field.name for field in FIELDS}


async def test_a_task_is_ticked_off_and_back(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    account = there.line.account_id
    await there.ringback.db.run(_task, account)
    (task,) = await there.ringback.db.read(tasks.open_tasks, account)
    await rosa.post(f"tasks/{task.id}/done")
    assert await there.ringback.db.read(tasks.open_tasks, account) == []
    await rosa.post(f"tasks/{task.id}/undone")
    assert len(await there.ringback.db.read(tasks.open_tasks, account)) == 1


def _task(tx: Transaction, account: str) -> None:
    tasks.add(tx, account, tasks.TaskKind.CALL_BACK, "call_1", "Please call them back.")


async def test_lines_show_their_health(rosas: tuple[Shop, Visitor]) -> None:
    _, rosa = rosas
    page = await rosa.get("lines")
    assert "(512) 555-0142" in page.body
    assert "rings your phones" in page.body


async def test_a_line_of_the_simulator_says_so_where_that_is_off(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    said = "The simulator is off on this server"
    assert said not in (await rosa.get("lines")).body
    line = await there.ringback.db.run(_simulated, there.line.account_id)
    assert said in (await rosa.get("lines")).body
    page = (await rosa.get(f"setup/line?line={line}")).body
    assert (said in page, "there is nothing to enter anywhere" in page) == (True, False)
    assert said in (await rosa.get(f"setup?line={line}")).body


def _simulated(tx: Transaction, account_id: str) -> str:
    return lines.save(
        tx, account_id=account_id, number="+15125550161", provider="simulator", mode=Mode.DIAL,
        plan=RingPlan(), settings={"signing_key": "k" * 32},
    ).id  # fmt: skip


async def test_the_week_counts_each_call_once(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    week = await there.ringback.db.read(week_of, there.line.account_id, "America/Chicago")
    assert (week.missed, week.texted, week.replied, week.seconds) == (2, 2, 1, 5)
    assert [day.missed for day in week.days] == [0, 0, 0, 0, 0, 0, 2]
    assert [step.percent for step in week.funnel] == [100, 100, 50]
    assert [day.seconds for day in week.days] == [None, None, None, None, None, None, 5]
    assert [(bar.count, bar.height) for bar in week.speeds()][-1] == (5, 120)
    assert '<svg class="bars' in (await rosa.get("today")).body


async def test_today_names_who_waits_the_most_pressing_first(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    account, db = there.line.account_id, there.ringback.db
    dan = await db.run(contacts.heard_from, account, DAN, there.clock.now(), "Dan")
    await db.run(tasks.add, account, TaskKind.CALL_BACK, "call_1", "Please call back.", dan.id)
    await db.run(tasks.add, account, TaskKind.URGENT, "text_1", "Urgent, please call now.", dan.id)
    await db.run(tasks.add, account, TaskKind.FIX_LINE, "line_1", "Mend the line.")
    page = (await rosa.get("today")).body
    told = ["Urgent, please call now.", "Please call back.", "Mend the line."]
    assert sorted(told, key=page.index) == told
    assert page.count(f'href="tel:{DAN}"') == 2
    assert page.count(f"/people/{dan.id}") == 2


async def test_today_says_how_many_wait_for_an_answer(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    page = (await rosa.get("today")).body
    assert "1 person waits for an answer" in page  # Dan wrote; to Dana only our text is unanswered
    assert "Nothing waits for you" not in page
    for row in await there.ringback.db.read(_waiting, there.line.account_id, rosa.user):
        await rosa.post(f"inbox/{row}/done")
    assert "Nothing waits for you" in (await rosa.get("today")).body


def _waiting(tx: Transaction, account: str, member: str) -> list[str]:
    return [each.conversation.id for each in listing.page(tx, account, member, Box.WAITING).rows]


async def test_today_shows_the_first_of_very_many_tasks(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    for n in range(TASKS + 3):
        what = TaskKind.CALL_BACK, f"call_{n}", "Please call."
        await there.ringback.db.run(tasks.add, there.line.account_id, *what)
    page = (await rosa.get("today")).body
    assert (page.count('class="row todo'), "3 more" in page) == (TASKS, True)
    assert (await rosa.get("tasks")).body.count('class="row todo') >= TASKS + 3


async def test_what_was_done_of_late_can_be_opened_again_where_all_tasks_are(
    rosas: tuple[Shop, Visitor],
) -> None:
    there, rosa = rosas
    what = TaskKind.CALL_BACK, "call_x", "Please call the bakery."
    await there.ringback.db.run(tasks.add, there.line.account_id, *what)
    (task,) = await there.ringback.db.read(tasks.open_tasks, there.line.account_id, about="call_x")
    done = await rosa.post(f"tasks/{task.id}/done", **{"from": "tasks"})
    assert done.to == rosa.whole("tasks")
    page = (await rosa.get("tasks")).body
    assert page.index("Done in the last seven days") < page.index("Please call the bakery.")
    assert f"tasks/{task.id}/undone" in page
    await there.after(8 * 24 * 3600)
    assert "Please call the bakery." not in (await rosa.get("tasks")).body


async def test_settings_show_what_is_set_and_lead_to_it(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    hours = {"mon": ["08:00-17:00"], "tue": ["08:00-17:00"], "sat": ["09:00-12:00"]}
    rules = {"hours": hours, "cooldown": "168h"}
    await there.ringback.db.run(set_up.change_rules, there.line.account_id, rules)
    page = (await rosa.get("settings")).body
    for said in (
        "one text in 7 days",
        "Monday - Tuesday 8am-5pm · Saturday 9am-12pm",
        "(512) 555-0142",
        "Rosa&#39;s Plumbing",
    ):
        assert said in page
    file = (await rosa.get("settings/shop.toml")).body
    assert tomllib.loads(file)["account"]["name"] == "Rosa's Plumbing"
    assert TOKEN not in file


async def test_today_shows_the_calls_of_the_day_and_whether_the_lines_are_well(
    rosas: tuple[Shop, Visitor],
) -> None:
    there, rosa = rosas
    page = (await rosa.get("today")).body
    assert "Calls today" in page
    assert "(512) 555-0142" in page
    there.clock.advance_to(there.clock.now() + timedelta(days=1))
    tomorrow = (await rosa.get("today")).body
    assert "Calls today" not in tomorrow
    assert "Last call: Yesterday" in tomorrow
