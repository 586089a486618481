"""What one inbound text means and what the system must do about it.

The order of looking, each step with its own file:

1. `quoting`          what the phone quoted or a reaction repeated is cut off
2. `keywords`         STOP, START, HELP as the whole message
3. `spelling`         words, clause by clause, as they were meant; `courtesies` at both ends are cut off
4. `rulebook/*.txt`   the rules, in the order of `_steps`; opt-outs are read without their look-alikes
5. `second_opinion`   what the wording as a whole sounds like; both vote, and the likelier outcome is taken
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ringback.understand.courtesies import without_courtesies
from ringback.understand.keywords import Keyword, keyword
from ringback.understand.languages import languages
from ringback.understand.lexicon import clauses
from ringback.understand.patterns import Clause
from ringback.understand.quoting import own_words
from ringback.understand.rulebook import patterns_of, rules_of
from ringback.understand.rules import EXPLAINED, Finding, explain_away, findings, without_denied
from ringback.understand.second_opinion import Opinion, opinion
from ringback.understand.spelling import clauses_of
from ringback.understand.understanding import OPTS_OUT, Expect, Understanding


@dataclass(frozen=True, slots=True)
class Reading:
    """A text taken apart: what the person said and meant, and the same without the look-alikes."""

    text: str
    said: tuple[Clause, ...]
    plain: tuple[Clause, ...]
    asks: bool  # they put a question mark


LONGEST = 1600  # characters; no company takes or passes on a longer text

_FIGURES = patterns_of("figures")
_LOOKALIKES = patterns_of("lookalikes")
_DENIAL = rules_of("denied")
_MACHINES = rules_of("machines")
_DANGER = rules_of("crisis", "danger")
_OUT = rules_of("opting_out", "opting_out_es", "opting_out_fr", "wrong_number")
_DISPUTED = rules_of("disputed")
_DAMAGE = rules_of("damage")
_VENDORS = rules_of("vendors")
_OPTING_IN = rules_of("opting_in")
_ASKING_WHO = rules_of("asking_who")
_OTHER_THINGS = rules_of("other_things")
_COMPLAINTS = rules_of("complaints")
_DECLINING = rules_of("declining")
_TOPICS = rules_of("topics")
_BESIDE_A_STOP = rules_of("beside_a_stop")


def understand(
    text: str, *, opted_out: bool = False, asked_consent: bool = False, ours: Iterable[str] = ()
) -> Understanding:
    """`opted_out` and `asked_consent` say what a YES would mean now; `ours` are the bodies we last sent.

    Never raises, needs no network, and gives the same answer for the same arguments. The caller suppresses
    when `opts_out` is true, whatever else `expect` asks for.
    """
    own = own_words(_at_most(text), ours)
    if own.reaction:
        return _of_reaction(text)
    key = keyword(own.folded, opted_out=opted_out) or _agreed(own.folded, asked_consent)
    if key:
        return _of_keyword(text, own.folded, key)
    if keyword(own.folded, opted_out=True):
        return Understanding(
            text, ("affirm",), Expect.NORMAL, "An answer: there is no opt-out that it could lift."
        )
    reading = read(text, own.folded)
    return decide(reading, opinion(reading.said, reading.plain, asks=reading.asks))


def _at_most(text: str) -> str:
    """The beginning and the end of what is longer than a text can be: reading takes time by the letter."""
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST // 2]}\n{text[-LONGEST // 2 :]}"


def read(text: str, folded: str) -> Reading:
    spoken = explain_away(_FIGURES, clauses(without_courtesies(clauses_of(folded))))
    said = without_denied(_DENIAL, spoken)
    return Reading(text, said, explain_away(_LOOKALIKES, said), asks="?" in folded)


def decide(reading: Reading, second: Opinion) -> Understanding:
    """The rules vote for the first step that found something, the second opinion for all it holds likely."""
    found = {expect: several for expect, several in _steps(reading) if several}
    chances = _voted(_without_other_things(reading, second), found)
    expect = max(Expect, key=lambda outcome: chances[outcome])
    if expect in _HARMLESS and chances[Expect.SUPPRESS] >= _UNSURE:
        return _unsure(reading, found, second)
    if expect is not Expect.NORMAL and expect not in found:
        found = {expect: [_weighed(second, expect)], **found}
    labels = _labels(reading, expect, found)
    if expect not in found:
        return Understanding(reading.text, labels, expect, "An ordinary text.")
    first = found[expect][0]
    return Understanding(reading.text, labels, expect, f'They wrote "{first.said}": {first.why}.')


def _steps(reading: Reading) -> list[tuple[Expect, list[Finding]]]:
    """In the order of what matters most, except that nothing is said to a machine.

    Danger comes before an opt-out because it decides what we say at once; the opt-out keeps its label and
    with it its effect on everything later.
    """
    said, plain = reading.said, reading.plain
    machines = findings(_MACHINES, said)
    return [
        (Expect.IGNORE, machines),
        (Expect.SAFETY, findings(_DANGER, said)),
        (Expect.SUPPRESS, findings(_OUT, plain) + findings(_DISPUTED, said)),
        (Expect.URGENT, findings(_DAMAGE, said)),
        (Expect.IGNORE, machines + findings(_VENDORS, said)),
        (Expect.OPT_IN, findings(_OPTING_IN, said)),
        (Expect.HELP, findings(_ASKING_WHO, said)),
        (Expect.PAUSE_HUMAN, findings(_COMPLAINTS, said)),
        (Expect.CLOSE, findings(_DECLINING, said)),
    ]


# How much a finding of the rules counts against the second opinion, in natural logarithms of the odds. Chosen
# by cross-validation on texts that the rules had not seen (docs/understanding.md).
_A_RULE_COUNTS: Mapping[Expect, float] = {
    Expect.SAFETY: 5,
    Expect.SUPPRESS: 2,  # with more, rules that misfire on a look-alike are right in their own eyes
    Expect.URGENT: 5,
    Expect.IGNORE: 4,
    Expect.OPT_IN: 4,
    Expect.HELP: 2,
    Expect.PAUSE_HUMAN: 2,
    Expect.CLOSE: 2,
    Expect.NORMAL: 1,  # no rule found anything
}
# So much less likely is an opt-out of which no rule knows, in a text about something else.
_ANOTHER_THING_COUNTS = 4.0
# A false alarm costs a look, a danger that nobody hears of costs more: it counts before anything was found.
_DANGER_COUNTS = 1.0
_NEVER_ZERO = 1e-9
# Too likely an opt-out to go on texting, not likely enough to suppress: a person looks.
_UNSURE = 0.25
_HARMLESS = frozenset((Expect.NORMAL, Expect.CLOSE, Expect.HELP, Expect.OPT_IN))

_LABEL: Mapping[Expect, str] = {
    Expect.SAFETY: "emergency_life",
    Expect.SUPPRESS: "opt_out",
    Expect.URGENT: "emergency_property",
    Expect.IGNORE: "vendor_spam",
    Expect.OPT_IN: "opt_in",
    Expect.HELP: "help",
    Expect.PAUSE_HUMAN: "complaint",
    Expect.CLOSE: "decline",
}


def _voted(second: Opinion, found: Mapping[Expect, list[Finding]]) -> Mapping[Expect, float]:
    rules_say = next(iter(found), Expect.NORMAL)
    odds = {outcome: second.chances.get(outcome, 0.0) for outcome in Expect}
    odds[rules_say] = max(odds[rules_say], _NEVER_ZERO) * math.exp(_A_RULE_COUNTS[rules_say])
    for danger in (Expect.SAFETY, Expect.URGENT):
        odds[danger] *= math.exp(_DANGER_COUNTS)
    if rules_say is Expect.SAFETY:
        odds[Expect.SUPPRESS] = 0.0  # a wish to stop is no sign against danger; its label keeps its effect
    total = sum(odds.values())
    return {outcome: chance / total for outcome, chance in odds.items()}


def _without_other_things(reading: Reading, second: Opinion) -> Opinion:
    """Whoever asks whether a machine writes wants to know, and sounds much like who wants none of it."""
    if not findings(_OTHER_THINGS, reading.said):
        return second
    stop = second.chances.get(Expect.SUPPRESS, 0.0) * math.exp(-_ANOTHER_THING_COUNTS)
    return replace(second, chances={**second.chances, Expect.SUPPRESS: stop})


def _weighed(second: Opinion, expect: Expect) -> Finding:
    label = _LABEL[expect]
    return Finding(label, f"reads like {label.replace('_', ' ')}", _heaviest(second, expect))


def _unsure(reading: Reading, found: Mapping[Expect, list[Finding]], second: Opinion) -> Understanding:
    labels = ("unclear", *_labels(reading, Expect.PAUSE_HUMAN, found))
    said = _heaviest(second, Expect.SUPPRESS)
    why = f'They wrote "{said}": may ask us to stop, so a person should look.'
    return Understanding(reading.text, labels, Expect.PAUSE_HUMAN, why)


def _heaviest(second: Opinion, expect: Expect) -> str:
    return '", "'.join(second.words.get(expect, ())) or "..."


def _labels(reading: Reading, expect: Expect, found: Mapping[Expect, list[Finding]]) -> tuple[str, ...]:
    """An opt-out that was outvoted loses its label, and with it its effect; danger keeps it in any case."""
    outvoted = Expect.SUPPRESS if expect not in (Expect.SUPPRESS, Expect.SAFETY) else None
    told = [finding for step, several in found.items() if step is not outvoted for finding in several]
    labels = [finding.label for finding in (*told, *findings(_TOPICS, reading.said))]
    if expect is Expect.SUPPRESS:
        labels += [finding.label for finding in findings(_BESIDE_A_STOP, reading.said)]
    if "wrong_number" in labels:
        labels.append("opt_out")
    labels += languages([word.text for clause in reading.said for word in clause.words])
    if OPTS_OUT.isdisjoint(labels) and (outvoted in found or _looks_alike(reading)):
        labels.append("lookalike")
    return tuple(dict.fromkeys(labels)) or ("unclear",)


def _looks_alike(reading: Reading) -> bool:
    words = (word for clause in reading.plain for word in clause.words)
    return any(word.names == EXPLAINED or "LOOKALIKE" in word.names for word in words)


_BESIDE = frozenset(("please", "i", "thanks", "thank", "you", "gracias", "merci"))
_NO = frozenset(("no", "nope", "nah", "non", "not", "never", "nunca", "n"))
_YES = frozenset(("yes", "y", "si", "oui", "ok", "sure", "agree", "accept"))


def _agreed(folded: str, asked_consent: bool) -> Keyword | None:
    said = {word for clause in clauses_of(folded) for word in clause} - _BESIDE
    if not asked_consent or not said:
        return None
    return Keyword.START if said <= _YES else Keyword.STOP if said <= _NO else None


def _of_keyword(text: str, folded: str, key: Keyword) -> Understanding:
    label, expect = {
        Keyword.STOP: ("opt_out", Expect.SUPPRESS),
        Keyword.START: ("opt_in", Expect.OPT_IN),
        Keyword.HELP: ("help", Expect.HELP),
    }[key]
    words = [word for clause in clauses_of(folded) for word in clause]
    why = f"The whole message is a word for {key.upper()}."
    return Understanding(text, (label, "keyword", *languages(words)), expect, why)


def _of_reaction(text: str) -> Understanding:
    return Understanding(
        text, ("tapback",), Expect.IGNORE, "A reaction to one of our texts, not words of their own."
    )
