"""Text the caller back, leave it, or have a person call? Facts in, decision out, nothing else looked at."""

from datetime import datetime, timedelta

from ringback.phone.events import Outcome
from ringback.rules.checks import RULES
from ringback.rules.decision import CallBack, Check, Decision, Reason, Send, Skip, Verdict
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening, opening_at
from ringback.rules.policy import Policy
from ringback.rules.sentences import sentence

__all__ = ["CallBack", "Check", "Decision", "Reason", "Send", "Skip", "Verdict", "decide", "judge"]


def decide(facts: Facts, policy: Policy) -> Decision:
    """Every check is made and kept, also after the one that decides. The hours are those of the call."""
    return judge(facts, policy, opening_at(policy, facts.missed_at))


def judge(facts: Facts, policy: Policy, opening: Opening) -> Decision:
    """`decide` with the hours already looked up.

    Zones and holidays are laws and change. So a receipt keeps the opening, and is replayed through here.
    """
    checks = tuple(rule.check(facts, policy, opening) for rule in RULES)
    verdict = next(
        (rule.otherwise for rule, check in zip(RULES, checks, strict=True) if not check.passed),
        None,
    ) or Send(_template(facts, policy, opening), _send_at(facts, policy))
    return Decision(verdict, checks, opening, sentence(facts, policy, opening, verdict))


def _template(facts: Facts, policy: Policy, opening: Opening) -> str:
    """The situation, or "missed" when the owner wrote nothing for it.

    Who left a voicemail has said what they want: at night, too, asking for it would show that nobody listens.
    """
    if facts.voicemail_left:
        situation = "voicemail"
    elif not opening.open:
        situation = "after_hours"
    elif facts.outcome in (Outcome.BUSY, Outcome.DECLINED):
        situation = "busy"
    else:
        situation = "missed"
    return situation if situation in policy.templates else "missed"


def _send_at(facts: Facts, policy: Policy) -> datetime:
    """The delay runs from the end of the call; what comes late does not wait again."""
    return max(facts.now, facts.missed_at + timedelta(seconds=policy.delay_seconds))
