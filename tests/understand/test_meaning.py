import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback import understand as package
from ringback.understand import Expect, Understanding, understand
from ringback.understand.folding import word_set
from ringback.understand.meaning import decide, read
from ringback.understand.second_opinion import Opinion
from tests.quick import examples
from tests.understand import labelled

OUT = {Expect.SUPPRESS}
DANGER = {Expect.SAFETY, Expect.URGENT}
WORDS = word_set(
    "stop text me please not by the > “ ” 🛑 no longer water gas 911 wrong number cancel . ,"
) | {"\n"}
ANY_TEXT = st.text(max_size=200) | st.lists(st.sampled_from(sorted(WORDS)), max_size=25).map(" ".join)


Judged = list[tuple[str, Expect, Expect]]  # the text, what it is, what it is read as


def judged(cases: list[labelled.Case]) -> Judged:
    return [(text, Expect(expect), understand(text).expect) for text, expect in cases]


def missed(rows: Judged, wanted: set[Expect]) -> list[str]:
    return [text for text, is_, read_as in rows if is_ in wanted and read_as not in wanted]


def wrongly(rows: Judged, wanted: set[Expect]) -> list[str]:
    return [text for text, is_, read_as in rows if is_ not in wanted and read_as in wanted]


def test_no_opt_out_and_no_danger_of_the_given_set_is_missed_or_invented() -> None:
    rows = judged(labelled.given())
    lost = missed(rows, OUT), wrongly(rows, OUT), missed(rows, DANGER), wrongly(rows, DANGER)
    assert lost == ([], [], [], [])


def test_given_set_is_almost_all_right() -> None:
    wrong = [(text, is_) for text, is_, read_as in judged(labelled.given()) if is_ is not read_as]
    assert len(wrong) <= 2, wrong


@pytest.mark.slow
def test_own_cases_stay_as_well_understood_as_measured() -> None:
    """docs/understanding.md has the honest figures; this keeps a change from making them worse unseen."""
    rows = judged(labelled.cases()[::10])  # every tenth: the whole takes long, and `measure` reads it
    lost, invented, ignored = missed(rows, OUT), wrongly(rows, OUT), missed(rows, DANGER)
    assert len(lost) <= sum(is_ in OUT for _, is_, _ in rows) * 0.01, lost
    assert len(invented) <= sum(is_ in OUT for _, is_, _ in rows) * 0.02, invented
    assert len(ignored) <= sum(is_ in DANGER for _, is_, _ in rows) * 0.01, ignored


def voted(text: str, **chances: float) -> Understanding:
    """What comes out when the second opinion is this, and the rules say what they say."""
    return decide(read(text, text), Opinion({Expect(name): chance for name, chance in chances.items()}, {}))


def test_rules_that_find_an_opt_out_outvote_a_doubt() -> None:
    meant = voted("stop texting me", normal=0.8, suppress=0.2)
    assert (meant.expect, meant.opts_out) == (Expect.SUPPRESS, True)


def test_opt_out_that_is_outvoted_has_no_effect() -> None:
    meant = voted("i called the wrong shop before", normal=0.98, suppress=0.02)
    assert (meant.expect, meant.opts_out, "lookalike" in meant.labels) == (Expect.NORMAL, False, True)


def test_where_an_opt_out_is_in_doubt_a_person_decides() -> None:
    meant = voted("this phone again", normal=0.5, suppress=0.5)
    assert (meant.expect, meant.opts_out, meant.labels[0]) == (Expect.PAUSE_HUMAN, False, "unclear")


def test_wish_to_stop_is_no_sign_against_danger() -> None:
    meant = voted("stop texting me i want to die", suppress=1.0)
    assert (meant.expect, meant.opts_out, meant.pressing) == (Expect.SAFETY, True, True)


def test_damage_is_pressing_also_beside_an_opt_out() -> None:
    meant = voted("stop texting my basement is flooding", suppress=1.0)
    assert (meant.expect, meant.opts_out, meant.pressing) == (Expect.SUPPRESS, True, True)
    assert voted("can you look at my basement", normal=1.0).pressing is False


@pytest.mark.parametrize(
    ("text", "labels", "expect"),
    [
        ("I want to die, stop texting me", {"crisis", "opt_out"}, Expect.SAFETY),
        ("wrong number, but I smell gas here", {"wrong_number", "emergency_life"}, Expect.SAFETY),
        ("basement is flooding and stop texting me", {"emergency_property", "opt_out"}, Expect.SUPPRESS),
    ],
)
def test_an_opt_out_in_an_emergency_keeps_both(text: str, labels: set[str], expect: Expect) -> None:
    meant = understand(text)
    assert (set(meant.labels) >= labels, meant.expect, meant.opts_out) == (True, expect, True)


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("this is a robot isn't it", Expect.NORMAL),
        ("are these automated texts?", Expect.NORMAL),
        ("you are a machine aren't you", Expect.NORMAL),
        ("I was in an accident", Expect.NORMAL),
        ("off", Expect.NORMAL),
        ("stop it, robot", Expect.SUPPRESS),
        ("is this a robot? if so stop texting", Expect.SUPPRESS),
        ("I have called you by accident", Expect.SUPPRESS),
        ("are you people real? stop", Expect.SUPPRESS),
    ],
)
def test_what_is_plainly_about_something_else_stops_nothing_by_its_sound(text: str, expect: Expect) -> None:
    assert understand(text).expect is expect


def test_labels_that_call_for_a_person_are_those_of_the_given_set() -> None:
    told = {"legal_threat", "privacy_request", "complaint", "abuse", "consent_disputed", "wrong_number"}
    for text, labels in labelled.given_labels():
        if "opt_out" in labels:
            assert told & set(understand(text).labels) == told & labels, text


@pytest.mark.parametrize("word", ["YES", "resume", "Go", "continue", "inicio"])
def test_some_words_lift_an_opt_out_only_if_there_is_one(word: str) -> None:
    assert understand(word).expect is not Expect.OPT_IN
    assert understand(word, opted_out=True).expect is Expect.OPT_IN


@pytest.mark.parametrize("yes", ["yes", "Yes please", "sí", "oui", "ok", "Y"])
def test_yes_is_consent_only_after_our_question(yes: str) -> None:
    assert understand(yes).expect is Expect.NORMAL
    assert understand(yes, asked_consent=True).expect is Expect.OPT_IN


@pytest.mark.parametrize("no", ["no", "No thanks", "nope, thank you", "yes but stop", "stop"])
def test_everything_else_is_no_consent(no: str) -> None:
    assert understand(no, asked_consent=True).expect is Expect.SUPPRESS


def test_a_no_is_an_ordinary_answer_to_other_questions() -> None:
    assert understand("No, Tuesday is better").expect is Expect.NORMAL


def test_of_what_is_longer_than_a_text_the_beginning_and_the_end_are_read() -> None:
    long = "We have had so many visitors this summer. Every one of them liked the garden. " * 400
    assert understand(f"Stop texting me. {long}").expect is Expect.SUPPRESS
    assert understand(f"{long} Stop texting me.").expect is Expect.SUPPRESS


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("stop by at 3? no, stop texting me", Expect.SUPPRESS),
        ("cancel my 3pm. and stop texting me", Expect.SUPPRESS),
        ("don't text my husband", Expect.NORMAL),
        ("don't text my husband's phone", Expect.SUPPRESS),
        ("the faucet won't stop dripping", Expect.NORMAL),
        ("the texts won't stop", Expect.SUPPRESS),
        ("I don't smell gas, just a quote please", Expect.NORMAL),
        ("take me off hold", Expect.NORMAL),
        ("take me off your list", Expect.SUPPRESS),
        ("quit working yesterday, can you look", Expect.NORMAL),
        ("could you guys not text me anymore", Expect.SUPPRESS),
        ("you guys never texted me back", Expect.NORMAL),
        ("delete my card number from the file", Expect.NORMAL),
        ("delete my phone number from the file", Expect.SUPPRESS),
        ("is it the first left after the four way stop", Expect.NORMAL),
        ("unsubscribe me from the car wash plan", Expect.NORMAL),
        ("unsubscribe me from your texts", Expect.SUPPRESS),
        ("leave my bangs alone", Expect.NORMAL),
        ("leave my family alone", Expect.SUPPRESS),
        ("please don't take us off, we're coming", Expect.NORMAL),
        ("cansel", Expect.SUPPRESS),
        ("je ne veux plus être sur la liste", Expect.SUPPRESS),
        ("je ne veux plus être ici", Expect.SAFETY),
    ],
)
def test_the_object_decides(text: str, expect: Expect) -> None:
    assert understand(text).expect is expect


def test_a_copy_of_our_own_text_opts_nobody_out() -> None:
    ours = "Hi, this is Rosa's Plumbing. How can we help? Reply STOP to opt out."
    meant = understand(f"{ours} I need a plumber on Friday", ours=[ours])
    assert (meant.expect, meant.opts_out) == (Expect.NORMAL, False)


def test_the_reason_names_the_words() -> None:
    assert understand("pls quit texting me") == Understanding(
        "pls quit texting me",
        ("opt_out",),
        Expect.SUPPRESS,
        'They wrote "quit texting": a verb of stopping, said of texts or contact.',
    )


@given(ANY_TEXT, st.booleans(), st.booleans())
@examples(200)
def test_any_text_is_understood_the_same_way_twice(text: str, opted_out: bool, asked: bool) -> None:
    meant = understand(text, opted_out=opted_out, asked_consent=asked)
    assert meant == understand(text, opted_out=opted_out, asked_consent=asked)
    assert (meant.text, bool(meant.labels), bool(meant.why)) == (text, True, True)


@given(st.sampled_from(labelled.cases()), st.integers(0, 40), st.integers(0, 40))
@examples(400)
def test_text_cut_anywhere_is_understood(case: tuple[str, str], first: int, last: int) -> None:
    """As a long one is: a phone sends it in parts, and we read its two ends."""
    text, _ = case
    assert understand(text[first : len(text) - last]).labels


@given(
    st.sampled_from(labelled.given()),
    st.text(" \t\u00a0", max_size=3),
    st.sampled_from([str.upper, str.title, str]),
)
@examples(150)
def test_capitals_and_blanks_at_the_ends_do_not_matter(case, blanks, how) -> None:  # type: ignore[no-untyped-def]  # filled in by hypothesis
    text, _ = case
    if "“" not in text and ">" not in text:
        assert understand(blanks + how(text) + blanks).expect is understand(text).expect


UNQUOTED = [text for text, _ in labelled.given() if '"' not in text and "“" not in text and ">" not in text]
REACTIONS = [
    "Liked “{}”",
    'Loved "{}"',
    "Laughed at “{}”",
    "Reacted 👍 to “{}”",
    "👍 to “{}”",
    "Removed a like from “{}”",
    "A Dan le gustó “{}”",
    "Reaccionó con ❤️ a “{}”",
    "A aimé « {} »",
]


@given(st.sampled_from(UNQUOTED), st.sampled_from(REACTIONS))
@examples(150)
def test_a_reaction_is_ignored_whatever_it_quotes(text: str, wrapper: str) -> None:
    assert understand(wrapper.format(text)).expect is Expect.IGNORE


def test_a_quoted_opt_out_above_an_answer_opts_nobody_out() -> None:
    quoted = [text for text, expect in labelled.given() if expect == "suppress"]
    assert [text for text in quoted if understand(f"> {text}\n10am is fine").opts_out] == []


def test_the_package_offers_nothing_else() -> None:
    with pytest.raises(AttributeError):
        _ = package.misunderstand


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("don't text Mike, he's driving", Expect.NORMAL),
        ("don't text Mike's phone again", Expect.SUPPRESS),
        ("no more layers please", Expect.NORMAL),
        ("no more texts please", Expect.SUPPRESS),
        ("stop calling, just text me", Expect.NORMAL),
        ("stop calling me", Expect.SUPPRESS),
        ("your braids are fire", Expect.NORMAL),
        ("my braids are on fire", Expect.SAFETY),
        ("why did my texts stop?", Expect.NORMAL),
        ("when will these texts stop?", Expect.SUPPRESS),
    ],
)
def test_what_it_is_about_tells_look_alikes_apart(text: str, expect: Expect) -> None:
    assert understand(text).expect is expect


@pytest.mark.parametrize(
    ("denied", "alarming"),
    [
        (
            "no smell of gas just want the line inspected before we close",
            "no smell of gas upstairs just want someone, the basement stinks of gas",
        ),
        (
            "no gas leak just need an estimate",
            "no gas leak just need an estimate. my husband smells gas though",
        ),
        ("I don't smell gas, just want the annual service", "I don't smell gas anymore but should I worry"),
        ("I can't smell the flowers but the card is nice", "I can't smell anything but the alarm is on"),
        (
            "no chest pain or anything, just need my annual physical",
            "no chest pain, just my jaw and arm hurt",
        ),
        ("no smoke or flames, just want the outlet replaced", "no smoke, just a burning smell, want a quote"),
        ("no huele a gas ni nada, nomas quiero que la revisen", "ya no huele a gas pero me duele la cabeza"),
        ("pas d'odeur de gaz, juste l'entretien annuel", "ça ne sent plus le gaz mais j'ai mal à la tête"),
    ],
)
def test_a_danger_that_is_denied_beside_an_errand_is_none_and_in_doubt_is_one(
    denied: str, alarming: str
) -> None:
    assert (understand(denied).expect, understand(alarming).expect) == (Expect.NORMAL, Expect.SAFETY)


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("if i text STOP do I still get my reminder? I want to keep it", Expect.NORMAL),
        ("if I reply STOP will you stop texting me", Expect.SUPPRESS),
        ("the other shop kept putting me off, can you take my truck", Expect.NORMAL),
        ("how many times must I say put me off your list", Expect.SUPPRESS),
        ("no me hable que estoy trabajando, escríbame", Expect.NORMAL),
        ("no me llamen porque ya no quiero", Expect.SUPPRESS),
        ("hoy no, mañana si puedo", Expect.NORMAL),
        ("arretter", Expect.SUPPRESS),
    ],
)
def test_words_of_stopping_about_something_else(text: str, expect: Expect) -> None:
    assert understand(text).expect is expect
