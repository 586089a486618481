"""Text the caller back, leave it, hold it, or have a person call? Facts in, decision out, nothing else."""

from ringback.contacts.listed import Listed
from ringback.rules.checks import rules_of, send_at
from ringback.rules.decision import FORMAT, CallBack, Check, Decision, Hold, Reason, Send, Skip, Verdict
from ringback.rules.facts import Facts
from ringback.rules.former import as_it_was_told
from ringback.rules.hours import Opening, opening_at
from ringback.rules.policy import Policy
from ringback.rules.sentences import sentence
from ringback.rules.situations import situations_of

__all__ = [
    "CallBack",
    "Check",
    "Decision",
    "Hold",
    "Reason",
    "Send",
    "Skip",
    "Verdict",
    "decide",
    "judge",
    "template_for",
]


def decide(facts: Facts, policy: Policy) -> Decision:
    """All checks are made and stored, also those after the one that decides. Opening hours are looked up for
    the time of the call."""
    return judge(facts, policy, opening_at(policy, facts.missed_at))


def judge(facts: Facts, policy: Policy, opening: Opening, form: int = FORMAT) -> Decision:
    """`decide` with the hours already looked up, and with the rules of this format of receipts.

    Zones and holidays are laws and change. So a receipt keeps the opening, and is replayed through here.
    """
    rules = rules_of(form)
    checks = tuple(rule.check(facts, policy, opening) for rule in rules)
    stopped = next((rule for rule, check in zip(rules, checks, strict=True) if not check.passed), None)
    verdict = _for_this_caller(facts, stopped.otherwise) if stopped else _send(facts, policy, opening)
    words = sentence(facts, policy, opening, verdict)
    return as_it_was_told(form, Decision(verdict, _needs_a_person(facts, verdict), checks, opening, words))


def _send(facts: Facts, policy: Policy, opening: Opening) -> Send:
    return Send(template_for(facts, policy, opening), send_at(facts, policy))


def template_for(facts: Facts, policy: Policy, opening: Opening) -> str:
    """The first situation, in the order of SITUATIONS, for which the owner has a text."""
    return next(name for name in situations_of(facts, opening.open) if name in policy.templates)


def _for_this_caller(facts: Facts, verdict: Verdict) -> Verdict:
    """A VIP's call always becomes a task, unless somebody took it or there is nobody to call back."""
    if facts.listed is Listed.VIP and isinstance(verdict, Skip) and verdict.reason not in _LEFT_ALONE:
        return CallBack(verdict.reason)
    return verdict


_LEFT_ALONE = (Reason.ANSWERED, Reason.OWN_NUMBER, Reason.HIDDEN_NUMBER, Reason.UNUSABLE_NUMBER)


def _needs_a_person(facts: Facts, verdict: Verdict) -> bool:
    match verdict:
        case CallBack():
            return True
        case Skip():
            return False
        case Hold(Reason.FUSE) if facts.fuse_reported:
            return facts.listed is Listed.VIP  # others: one task for all that the fuse holds
        case Hold():
            return True
        case Send():
            return facts.listed is Listed.VIP
