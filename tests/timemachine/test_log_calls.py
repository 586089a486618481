"""Call logs as companies and bills write them. Headers and words as documented or seen; all rows invented."""

import codecs
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.timemachine.log_calls import CallLog, read_calls
from ringback.timemachine.log_columns import Columns, Role, columns_of, likeness
from ringback.timemachine.log_file import LogFile, Unreadable, read_log
from ringback.timemachine.log_words import Ending
from tests.quick import examples

AUSTIN = ZoneInfo("America/Chicago")
TODAY = date(2026, 11, 20)
LINE, DAN, DANA, ED = "+15125550142", "+15125550111", "+15125550112", "+15125550113"
ANSWERED, MISSED, VOICEMAIL = Ending.ANSWERED, Ending.NO_ANSWER, Ending.VOICEMAIL


def read(content: str | bytes, *own: str, **said: str) -> CallLog:
    log = read_log(content.encode() if isinstance(content, str) else content, likeness)
    return read_calls(log, columns_of(log, said), frozenset(own), "US", AUSTIN, TODAY)


def short(log: CallLog) -> list[tuple[str, str | None, bool, Ending]]:
    """When (in Austin), who, did they call, and what came of it."""
    return [
        (f"{call.at.astimezone(AUSTIN):%m-%d %H:%M}", call.caller.e164, call.inbound, call.ending)
        for call in log.calls
    ]


MAIN = [
    ("10-05 14:03", DAN, True, MISSED),
    ("10-05 14:10", DAN, True, ANSWERED),
    ("10-05 14:15", ED, False, ANSWERED),
    ("10-05 21:03", DANA, True, VOICEMAIL),
]
ACTION_RESULTS = """\
"Direction","From","To","Name","Date","Time","Action","Action Result","Duration"
"Inbound","(512) 555-0111","(512) 555-0142","DAN","10/05/2026","2:03 PM","Phone Call","Missed","0:00:20"
"Inbound","(512) 555-0111","(512) 555-0142","","10/05/2026","2:10 PM","Phone Call","Accepted","0:01:32"
"Outbound","(512) 555-0142","(512) 555-0113","","10/05/2026","2:15 PM","VoIP Call","Call connected","0:05:32"
"Inbound","(512) 555-0112","(512) 555-0142","","10/05/2026","9:03 PM","VoIP Call","Voicemail","0:00:32"
"""
RESOURCES = """\
Call Sid,From,To,Direction,Status,Start Time,End Time,Duration,Price
CA1,+15125550111,+15125550142,inbound,no-answer,2026-10-05T19:03:00Z,,0,
CA2,+15125550111,+15125550142,inbound,completed,2026-10-05T19:10:00Z,,92,-0.0085
CA3,+15125550142,+15125550113,outbound-api,completed,2026-10-05T19:15:00Z,,332,-0.014
CA4,+15125550112,+15125550142,inbound,voicemail,2026-10-06T02:03:00Z,,32,-0.0085
"""
ANSWERED_AT = """\
id;startedAt;answeredAt;direction;from;to;duration;status
1;2026-10-05T19:03:00.000Z;;incoming;+15125550111;+15125550142;0;missed
2;2026-10-05T19:10:00.000Z;2026-10-05T19:10:09.000Z;incoming;+15125550111;+15125550142;92;completed
3;2026-10-05T19:15:00.000Z;2026-10-05T19:15:09.000Z;outgoing;+15125550142;+15125550113;332;completed
4;2026-10-06T02:03:00.000Z;;incoming;+15125550112;+15125550142;32;voicemail
"""
ONE_NUMBER = """\
Date/Time\tCall Type\tCaller ID\tTo\tMinutes
10/5/2026 2:03 PM\tMissed\t512-555-0111\t(512) 555-0142\t0
10/5/2026 2:10 PM\tInbound - Answered\t512-555-0111\t(512) 555-0142\t2
10/5/2026 2:15 PM\tOutbound - Answered\t(512) 555-0142\t512-555-0113\t6
10/5/2026 9:03 PM\tVoicemail\t512-555-0112\t(512) 555-0142\t1
"""
SWITCH = """\
calldate,clid,src,dst,duration,billsec,disposition
2026-10-05 14:03:00,"""  # filled below
SWITCH += '"""Dan"" <5125550111>",5125550111,5125550142,20,0,NO ANSWER\n'
SWITCH += "2026-10-05 14:10:00,,5125550111,5125550142,99,92,ANSWERED\n"
SWITCH += "2026-10-05 14:15:00,,5125550142,5125550113,340,332,ANSWERED\n"
SWITCH += "2026-10-05 21:03:00,,5125550112,5125550142,40,32,VOICEMAIL\n"
SPANISH = """\
Fecha;Hora;Número de origen;Número de destino;Sentido;Resultado;Duración
05/10/2026;14:03;512 555 0111;512 555 0142;Entrante;No contestada;0:00:00
05/10/2026;14:10;512 555 0111;512 555 0142;Entrante;Contestada;0:01:32
05/10/2026;14:15;512 555 0142;512 555 0113;Saliente;Contestada;0:05:32
05/10/2026;21:03;512 555 0112;512 555 0142;Entrante;Buzón de voz;0:00:32
"""


@pytest.mark.parametrize(
    "content",
    [ACTION_RESULTS, RESOURCES, ANSWERED_AT, ONE_NUMBER, SWITCH, SPANISH],
    ids=["action results", "resources", "answered at", "one number", "switch", "Spanish"],
)
def test_logs_of_phone_companies(content: str) -> None:
    log = read(content)
    assert (short(log), dict(log.unknown)) == (MAIN, {})


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_files_saved_in_any_encoding(encoding: str, ends: str) -> None:
    assert short(read(SPANISH.replace("\n", ends).encode(encoding))) == MAIN


BILL = """\
Rosa's Plumbing
"Account 123, November"

Date,Time,Number,Origination,Destination,Min.,Total
Oct 05,2:03P,512-555-0111,"Austin, TX","Incoming, CL",1,--
Oct 05,2:10P,512-555-0113,"Austin, TX","Fort Wayne, IN",3,--
Oct 06,10:26 PM,512-555-0112,"Austin, TX","VM Deposit, CL",1,--
Total,,,,,5,--
"""


def test_a_phone_bill_says_by_a_place_who_called_whom() -> None:
    log = read(BILL)
    assert short(log) == [
        ("10-05 14:03", DAN, True, ANSWERED),
        ("10-05 14:10", ED, False, ANSWERED),
        ("10-06 22:26", DANA, True, VOICEMAIL),
    ]
    assert (dict(log.unknown), log.assumed) == ({"a total, not a call": 1}, 1)
    assert (log.calls[0].seconds, log.calls[0].to) == (60, "")


def test_the_direction_follows_from_the_number_that_is_always_there() -> None:
    rows = "".join(f"2026-10-0{n} 10:00,512555011{n},5125550142,0\n" for n in range(1, 5))
    log = read("Date,From,To,Duration\n" + rows + "2026-10-05 10:00,5125550142,5125550119,60\n")
    assert [call.inbound for call in log.calls] == [True] * 4 + [False]


def test_what_a_spreadsheet_does_to_numbers() -> None:
    log = read(
        "sep=;\nDate;Phone Number;Result\n"
        '2026-10-05 14:03;="5125550111";Missed\n'
        "2026-10-05 14:04;'5125550111;Missed\n"
        "2026-10-05 14:05;1.5125550111E+10;Missed\n"
        "2026-10-05 14:06;5,13E+09;Missed\n"
        "2026-10-05 14:07;5125550111.0;Missed\n"
    )
    assert [call.caller.e164 for call in log.calls] == [DAN] * 4
    assert log.unknown == {"a number that a spreadsheet has shortened: save the file with numbers as text": 1}
    assert list(log.examples.values()) == [6]


@pytest.mark.parametrize(
    "cell",
    [
        "Dan (512) 555-0111",
        "(512) 555-0111 - Austin, TX",
        "(512) 555-0111 (mobile)",
        "+1 512.555.0111 Dan",
        "Dan <5125550111>",
        "sip:+15125550111@pbx.example.com",
    ],
)
def test_a_number_is_found_beside_other_words(cell: str) -> None:
    (call,) = read(f'Date,Number,Type\n2026-10-05 14:03,"{cell}",Missed\n').calls
    assert call.caller.e164 == DAN


def test_every_row_that_is_no_call_is_counted_with_its_reason() -> None:
    log = read(
        "Date,Number,Type\n"
        "2026-10-05 14:03,5125550111,Missed\n"
        "2026-10-05 14:03,5125550111,Missed\n"
        ",5125550111,Missed\n"
        "soon,5125550111,Missed\n"
        "1904-01-01 14:03,5125550111,Missed\n"
        "2026-11-22 14:03,5125550111,Missed\n"
        "2026-10-05 14:03,5125550111,SMS\n"
        "2026-10-05 14:05,,Outgoing\n"
        ",,\n"
        "Grand total,3,\n"
    )
    assert short(log) == [("10-05 14:03", DAN, True, MISSED)]
    assert dict(log.unknown) == {
        "the same call a second time": 1,
        "no date": 1,
        "a date or time that is not understood": 1,
        "a date on which nobody can have called": 2,
        "a text, a fax or data, not a call": 1,
        "no number": 1,
        "a total, not a call": 1,
    }


@pytest.mark.parametrize("hidden", ["Private", "", "Unknown Caller", "Anonymous", "DAN MILLER"])
def test_a_caller_without_a_number_is_a_hidden_one(hidden: str) -> None:
    (call,) = read(f"Date,From,To,Result\n2026-10-05 14:03,{hidden},5125550142,Missed\n").calls
    assert (call.caller.e164, call.inbound, call.to) == (None, True, LINE)


def test_columns_that_are_not_understood_can_be_named_or_counted() -> None:
    strange = "Wann,Wer,Was\n2026-10-05 14:03,5125550111,missed\n"
    with pytest.raises(Unreadable, match=r"1 'Wann', 2 'Wer', 3 'Was'.*--map date=1,number=2"):
        read(strange)
    expected = [("10-05 14:03", DAN, True, MISSED)]
    assert short(read(strange, date="Wann", number="wer", result="Was")) == expected
    bare = strange.partition("\n")[2]
    assert short(read(bare, date="1", number="2", result="3")) == expected
    assert short(read(bare, date="1", number="2", result="3", dates="dmy")) == expected


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"date": "9"}, 'There is no column "9"'),
        ({"when": "1"}, '"when" is nothing that a column can say; there are date, time, number'),
        ({"dates": "ymd"}, "write dates=dmy"),
    ],
)
def test_a_wrong_hint_is_refused(said: dict[str, str], sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read("Date,Number\n2026-10-05 14:03,5125550111\n", **said)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04rest", "save it as CSV"),
        (b"%PDF-1.7", "save it as CSV"),
        (b"Date,Length\n2026-10-05 14:03,5\n", "No column says who called"),
        (b"From,To\n1,2\n", "No column says when the calls were"),
    ],
)
def test_what_is_no_call_log_says_so(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(content)


def test_the_best_of_several_columns_is_taken() -> None:
    log = read_log(b"Date,Call Date,Start Time,Caller ID,Status\n", likeness)
    assert columns_of(log, {}) == Columns(
        {Role.DATE: (2, 1, 0), Role.FROM: (3,), Role.RESULT: (4,)},
        ["Date", "Call Date", "Start Time", "Caller ID", "Status"],
        1,
    )


def test_lines_are_those_of_the_file() -> None:
    assert read_log(b'a,b\n\n"c\nd",e\nf,g\n', likeness) == LogFile(
        [(1, ["a", "b"]), (3, ["c\nd", "e"]), (5, ["f", "g"])], "utf-8", ","
    )


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@examples(200)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for header in (b"", b"Date,From,To,Result,Duration\n", codecs.BOM_UTF16_LE):
        try:
            read(header + content)
        except Unreadable as why:
            assert str(why)  # noqa: PT017  either way is right


@given(
    st.lists(
        st.sampled_from(["10/5/26 2:03 PM", "x", "5125550111", "Missed", "0:10", "1E+10", ""]), max_size=5
    )
)
@examples(200)
def test_every_row_is_a_call_or_counted(row: list[str]) -> None:
    log = read("Date,From,To,Result,Duration\n" + ",".join(row) + "\n")
    assert len(log.calls) + sum(log.unknown.values()) == log.rows


def test_universal_time_in_the_header_counts() -> None:
    log = read(
        "Date/Time Start (UTC),Source,DID,Duration (secs)\n2026-10-05 19:03:00,15125550111,15125550142,0\n",
        LINE,
    )
    assert log.calls[0].at == datetime(2026, 10, 5, 19, 3, tzinfo=UTC)
    assert short(log) == [("10-05 14:03", DAN, True, MISSED)]
    apart = read("Date,Time (ET),Number,Type\n2026-10-05,3:03 PM,512-555-0111,Missed\n")
    assert short(apart) == short(log)


@pytest.mark.parametrize(
    "header", ["Date and time (Pacific)", "Date and Time (Pacific Time)", "Start Time PT", "Call Date (PDT)"]
)
def test_a_zone_in_the_header_counts(header: str) -> None:
    log = read(f"{header},Number,Type\n2026-10-05 12:03 PM,512-555-0111,Missed\n")
    assert short(log) == [("10-05 14:03", DAN, True, MISSED)]


def test_in_a_list_that_names_the_missed_calls_the_others_were_answered() -> None:
    """A phone's own list has no lengths."""
    log = read(
        "Date,Type,Number\n10/25/2026 2:03 PM,Missed,5125550111\n10/25/2026 2:10 PM,Received,5125550111\n"
        "10/25/2026 2:15 PM,Placed,5125550113\n10/25/2026 9:03 PM,Voicemail,5125550112\n"
    )
    assert [(caller, inbound, ending) for _, caller, inbound, ending in short(log)] == [
        (caller, inbound, ending) for _, caller, inbound, ending in MAIN
    ]
    assert log.assumed == 0


def test_where_no_call_is_named_missed_one_without_a_length_was_not_answered() -> None:
    log = read("Date,Type,Number,Minutes\n10/25/2026 2:03 PM,Incoming,5125550111,\n")
    assert (short(log), log.assumed) == ([("10-25 14:03", DAN, True, MISSED)], 1)
