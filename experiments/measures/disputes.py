"""What readers call the statistics of real disputes; the numbers are taken in `evidence/record/measures.py`."""

from __future__ import annotations

CALLED = {
    "disputes_reciprocated": "disputes in which both sides act",
    "disputes_reciprocated_recent": "disputes in which both sides act, 1993 on",
    "reciprocated_highest_level_threat": "disputes of threats at most in which both sides act",
    "reciprocated_highest_level_display": "disputes of displays at most in which both sides act",
    "reciprocated_highest_level_force": "disputes with force short of war in which both act",
    "first_act_answered_30d": "first act answered within 30 days",
    "first_act_answered_180d": "first act answered within 180 days",
    "first_attack_answered_by_attack_30d": "first attack answered by an attack within 30 days",
    "first_attack_answered_by_attack_180d": "first attack answered by an attack within 180 days",
    "attack_answered_30d_deaths_0": "attack without deaths answered within 30 days",
    "attack_answered_30d_deaths_1_5": "attack with 1 to 5 deaths answered within 30 days",
    "attack_answered_30d_deaths_6_25": "attack with 6 to 25 deaths answered within 30 days",
    "attack_answered_30d_deaths_26_up": "attack with over 25 deaths answered within 30 days",
    "icb_violent_trigger_violent_response": "violent trigger of a crisis answered by force",
    "icb_violent_trigger_nonviolent_military": "violent trigger answered by threat or display",
    "icb_violent_trigger_other": "violent trigger answered otherwise or not at all",
    "delay_any_reply_p25_days": "days to a reply, first quartile",
    "delay_any_reply_p50_days": "days to a reply, median",
    "delay_any_reply_p75_days": "days to a reply, third quartile",
    "delay_violent_to_violent_p50_days": "days from force to force, median",
    "delay_violent_to_violent_p75_days": "days from force to force, third quartile",
    "alternations_0": "disputes in which the acting side never changes",
    "alternations_1": "disputes in which it changes once",
    "alternations_2": "disputes in which it changes twice",
    **{f"alternations_{k}": f"disputes in which it changes {k} times" for k in (3, 4, 5)},
    "alternations_6_up": "disputes in which it changes 6 times or more",
    "reply_level_up": "replies a level above what they answer",
    "reply_level_equal": "replies at the level of what they answer",
    "reply_level_down": "replies below the level of what they answer",
    "attacks_killing_nobody": "attacks that kill nobody",
    "deaths_when_any_p50": "deaths of a deadly attack, median",
    "deaths_when_any_p90": "deaths of a deadly attack, ninth decile",
    "disputes_reaching_war": "disputes that become wars",
    "disputes_reaching_war_1946": "disputes that become wars, 1946 on",
    "us_forces_attacks_per_day": "attacks on US forces a day",
    "us_strikes_per_militia_attack": "US strikes for each attack of a militia",
}


def called(name: str) -> str:
    """What readers call a statistic."""
    return CALLED[name]
