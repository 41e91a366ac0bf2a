"""Constants that earlier versions had: what became of each, for whoever has one in a file."""

from __future__ import annotations

from typing import Any

#: What takes the place of constants that went together.
_COST = "constants.opening_cost and constants.answer_cost say what force must overcome"
_DELAY = "actors.*.readiness, constants.tactical_days and constants.delay_spread say when an answer comes"
_COUNCIL = "a grievance stays before the leadership: constants.council_rate"
_VOW = "constants.vow_lift says how public vows hold up pressure"
_RELIEF = "constants.relief_force says how much force gives relief"
_SITE = "places.*.stands_for declares what can be struck instead; constants.displaced_credit is its worth"
_TOLL = "ladder.*.killed_mean and killed_dispersion say how many die"
_VETO = "a patron that feels what is done over its militia weighs a veto; constants.veto_days is how long it stands"
_WOUNDED = "constants.wounded_base and constants.wounded_field"

#: By name, what became of a constant that version 0.1 had.
REMOVED: dict[str, str] = {
    "restraint_base": _COST,
    "act_scale": "constants.row_scale is the precision of the choice to act too",
    **dict.fromkeys(
        ("package_chance", "package_relief"), "a further front costs nothing: constants.opening_cost is paid once"
    ),
    **dict.fromkeys(("counterfire_chance", "patience_chance", "patience_from", "patience_to"), _DELAY),
    **{
        f"delay_{kind}_{part}": _DELAY
        for kind in ("militia", "state", "nonstate", "leader")
        for part in ("log", "spread")
    },
    **dict.fromkeys(("pressure_haste", "home_haste"), _DELAY),
    "doubt_delay": "constants.claimed_days and constants.unclaimed_days say when an author is known",
    **dict.fromkeys(("retry_after_silence", "retry_after_talk", "rounds_a_day"), _COUNCIL),
    **dict.fromkeys(("reopening_harm", "reopening_chance", "reopening_account"), _COUNCIL),
    **dict.fromkeys(("inaction_rate", "inaction_weight", "inaction_days"), _VOW),
    "pressure_vented": "an act redeems a vow, and pressure follows: constants.vow_lift",
    **dict.fromkeys(("vent_scale", "vent_account_cap"), _RELIEF),
    "stand_in_fear": "constants.patron_shadow is the share of a patron's fear that counts when its militia is struck",
    **dict.fromkeys(("displaced_fall", "displaced_fear"), _SITE),
    **dict.fromkeys(("overkill_chance", "overkill_factor", "overkill_added"), _TOLL),
    **dict.fromkeys(("wounded_per_hit", "wounded_per_hit_heavy"), _WOUNDED),
    "patron_harm_share": "constants.patron_solidarity and ties.*.*.solidarity",
    "veto_remainder": _VETO,
    **dict.fromkeys(("veto_threshold", "veto_chance"), _VETO),
    "agenda_account": "an account of any size lies before the leadership, which meets by constants.council_rate",
    "account_reference": "it scaled constants.account_weight and constants.council_rate, which say it alone",
    "account_weight_cap": "constants.account_cap is the largest account there is",
    "proxy_visibility": "constants.proxy_credit is what an act through a proxy counts for at home",
    "variant_scale": "constants.row_scale is the precision of the choice of weapon and warning too",
    "warned_interception": "constants.warned_killed_base and constants.warned_killed_field say what a warning saves",
    **dict.fromkeys(("order_bonus", "order_pressure"), "actors.*.control is the chance that an order is obeyed"),
    "ordered_blame": "constants.patron_blame is what reaches a patron, ordered or not",
    "claimed_blame": "constants.missile_blame is added by missiles and taken off by a claim",
    "concession_days": "a concession counts as long as closing words hold: constants.closing_days",
    "bystander_harm_share": "constants.near_miss_harm and constants.protector_threshold",
}


def forget_removed(data: dict[str, Any]) -> None:
    """Take constants that are gone out of the data of a scenario that an earlier version kept."""
    constants = data.get("constants")
    if isinstance(constants, dict):
        data["constants"] = {name: value for name, value in constants.items() if name not in REMOVED}


def successor(section: str, name: str) -> str | None:
    """What became of a key that an earlier version had, in words; None of any other."""
    became = REMOVED.get(name) if section == "constants" else None
    return f"removed in 0.2: {became}" if became else None


def went_option(name: str) -> str | None:
    """What became of an option that the menus of an earlier version had, in words; None of any other."""
    return f"removed in 0.2: {_SITE}" if ".displaced." in name else None
