"""Is a business ready to send, as far as the registers of the carriers are concerned?

What blocks, a reviewer would send back; what warns may cost delivery. Passing all of it is no promise of
approval: a person reviews. Whether the carriers do take a line's texts, its test call shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ringback.permission import brand_checks as brand
from ringback.permission import campaign_checks as campaign
from ringback.permission.profile import Path, Profile


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    id: str  # "R03"
    severity: Severity
    sentence: str  # what to do


@dataclass(frozen=True, slots=True)
class Check:
    id: str
    paths: tuple[Path, ...]
    severity: Severity
    look: Callable[[Profile], str]  # a sentence, or "" when nothing is wrong


def check(profile: Profile) -> list[Finding]:
    """Everything that is wrong, in the order of the ids."""
    return [
        Finding(one.id, one.severity, sentence)
        for one in CHECKS
        if profile.path in one.paths and (sentence := one.look(profile))
    ]


def ready(findings: list[Finding]) -> bool:
    return all(finding.severity is Severity.WARN for finding in findings)


_LOCAL = (Path.TEN_DLC,)
_TOLL_FREE = (Path.TOLL_FREE,)
_BOTH = (Path.TEN_DLC, Path.TOLL_FREE)
_BLOCK, _WARN = Severity.BLOCK, Severity.WARN

CHECKS = (
    Check("R01", _BOTH, _BLOCK, brand.legal_name),
    Check("R02", _BOTH, _BLOCK, brand.entity_type),
    Check("R03", _BOTH, _BLOCK, brand.ein),
    Check("R04", _LOCAL, _BLOCK, brand.owner_mobile),
    Check("R05", _BOTH, _BLOCK, brand.address),
    Check("R06", _BOTH, _BLOCK, brand.website),
    Check("R07", _LOCAL, _WARN, brand.contact_email),
    Check("R08", _BOTH, _BLOCK, brand.contact_phone),
    Check("R09", _LOCAL, _BLOCK, campaign.description),
    Check("R10", _LOCAL, _BLOCK, campaign.message_flow_length),
    Check("R11", _BOTH, _BLOCK, campaign.message_flow_words),
    Check("R12", _BOTH, _BLOCK, campaign.sample_sizes),
    Check("R13", _BOTH, _BLOCK, campaign.samples_name_business),
    Check("R14", _BOTH, _WARN, campaign.sample_placeholders),
    Check("R15", _BOTH, _BLOCK, campaign.sample_shorteners),
    Check("R16", _LOCAL, _BLOCK, campaign.links_declared),
    Check("R17", _LOCAL, _BLOCK, campaign.phones_declared),
    Check("R18", _BOTH, _BLOCK, campaign.help_message),
    Check("R19", _BOTH, _BLOCK, campaign.optout_message),
    Check("R20", _LOCAL, _BLOCK, campaign.optout_keywords),
    Check("R21", _BOTH, _BLOCK, campaign.privacy_page),
    Check("R22", _BOTH, _BLOCK, campaign.terms_page),
    Check("R23", _LOCAL, _BLOCK, campaign.use_case),
    Check("R24", _LOCAL, _BLOCK, campaign.no_promotion),
    Check("R25", _BOTH, _BLOCK, campaign.no_forbidden_words),
    Check("R26", _BOTH, _BLOCK, campaign.notice),
    Check("R27", _BOTH, _BLOCK, campaign.record_fields),
    Check("R28", _LOCAL, _BLOCK, brand.campaign_linked),
    Check("R29", _TOLL_FREE, _BLOCK, brand.toll_free_verified),
    Check("R30", _TOLL_FREE, _BLOCK, brand.registration_number),
    Check("R31", _TOLL_FREE, _BLOCK, brand.opt_in_evidence),
    Check("R32", _LOCAL, _WARN, brand.daily_segments),
    Check("R33", _LOCAL, _BLOCK, brand.number_count),
    Check("R34", _BOTH, _WARN, campaign.first_sample_is_one_part),
    Check("R35", _BOTH, _BLOCK, brand.optout_mode),
)
