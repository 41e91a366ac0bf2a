"""The generated menu in plain words, as `brink check --menus` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model.world.tables import Credit
from .menus import Alternative, Menu, Option, menus

if TYPE_CHECKING:
    from .schema import Scenario

CREDIT_WORDS = {
    Credit.DIRECT: "direct",
    Credit.PROXY: "through a proxy",
    Credit.STAND_IN: "on a stand-in",
    Credit.DISPLACED: "displaced",
}


def menu_text(scenario: Scenario, every: bool = False) -> str:
    """What each actor could do about each account: a heading a pair, a line an option with its share in per cent.

    Pairs that the scenario does not tie, and that no campaign, event or spoiler sets against each other, are left out
    and counted at the end, unless ``every`` is true.
    """
    found = menus(scenario)
    shown = found if every else {pair: found[pair] for pair in found if pair in _close(scenario)}
    lines = [line for pair in shown for line in _menu_lines(scenario, shown, pair)]
    hidden = len(found) - len(shown)
    if hidden:
        lines.append(f"{hidden} more menus of actors without a tie are not shown.")
    return "\n".join(lines) if lines else "No actor has a weapon that reaches anybody."


def _close(scenario: Scenario) -> set[tuple[str, str]]:
    pairs = {(actor, other) for actor, ties in scenario.ties.items() for other in ties}
    acts = [*scenario.campaigns.values(), *scenario.events.values()]
    pairs |= {(act.against, act.by) for act in acts}
    pairs |= {(actor.attacks.against, name) for name, actor in scenario.actors.items() if actor.attacks}
    return pairs


def _menu_lines(scenario: Scenario, shown: Menu, pair: tuple[str, str]) -> Iterator[str]:
    actor, account = pair
    yield f"{scenario.label(actor)}, answering {scenario.label(account)}"
    for option in sorted(shown[pair], key=lambda entry: -entry.share):
        yield f"  {option.share:5.1%}  {option.id}"
        yield f"          {_whom(scenario, option)}: {'; '.join(map(_rung_words, option.alternatives))}"
        yield f"          with {', '.join(_weapon_names(scenario, option))}"


def _whom(scenario: Scenario, option: Option) -> str:
    land = scenario.territories[option.spot.territory].name or option.spot.territory
    parts = [f"{CREDIT_WORDS[option.credit]}, hits {scenario.label(option.target)} in {land}"]
    if option.declared != option.target:
        parts.append(f"saying it is {scenario.label(option.declared)}")
    if option.executor != option.actor:
        parts.append(f"by {scenario.label(option.executor)}")
    if option.third:
        parts.append("third state's soil")
    return ", ".join(parts)


def _rung_words(alternative: Alternative) -> str:
    return f"rung {alternative.rung} {alternative.share:.0%}"


def _weapon_names(scenario: Scenario, option: Option) -> list[str]:
    used = [name for alternative in option.alternatives for variant in alternative.variants for name in variant.weapons]
    return [scenario.weapons[name].name or name.replace("_", " ") for name in dict.fromkeys(used)]
