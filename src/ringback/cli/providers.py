"""`ringback providers`: which phone companies there are, and what each can do here."""

from ringback.cli.show import show_json, show_table
from ringback.phone.registry import PROVIDERS, provider


def show_providers(*, as_json: bool) -> None:
    rows: list[dict[str, object]] = []
    for name in sorted(PROVIDERS):
        company = provider(name)
        rows.append(
            {
                "provider": name,
                "title": company.title,
                "modes": sorted(mode.value for mode in company.modes),
                "capabilities": sorted(ability.value for ability in company.capabilities),
                "impossible": {ability.value: why for ability, why in company.impossible.items()},
                "addresses": {address.kind: address.label for address in company.addresses},
            }
        )
    if as_json:
        show_json(rows)
    else:
        show_table(["provider", "company", "modes", "can"], map(_cells, rows))


def _cells(row: dict[str, object]) -> list[object]:
    return [row["provider"], row["title"], *(_listed(row[key]) for key in ("modes", "capabilities"))]


def _listed(words: object) -> str:
    return ", ".join(str(word).replace("_", " ") for word in words) if isinstance(words, list) else ""
