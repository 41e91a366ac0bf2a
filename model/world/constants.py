"""The behavioural constants: one line each, with unit, range and source.

This table is the single place where a constant is declared. The scenario schema, the editor schema, the reference page
and the compiled record that the rules read are all made from it. A source is an author and year, ``measured`` (on the
coded episodes that ship with brink) or ``judgement``.
"""

from __future__ import annotations

from typing import NamedTuple

JUDGEMENT = "judgement"
MEASURED = "measured on episodes.csv"


class Constant(NamedTuple):
    """One behavioural constant: its default, plausible range, unit, symbol, the rule that reads it, meaning, source."""

    default: float
    low: float
    high: float
    unit: str
    symbol: str
    rule: str
    meaning: str
    source: str = JUDGEMENT


def _c(
    default: float, low: float, high: float, unit: str, symbol: str, rule: str, meaning: str, source: str = JUDGEMENT
) -> Constant:
    return Constant(default, low, high, unit, symbol, rule, meaning, source)


P = "probability"
U = "utility"
N = "share"
S = "severity"
D = "days"

CONSTANTS: dict[str, Constant] = {
    # the ladder
    "ladder_growth": _c(1.45, 1.25, 1.70, "ratio", "g", "ladder", "growth of severity from one rung to the next", "judgement; behavioural constants hold for one value"),
    # felt harm
    "warned_harm_discount": _c(0.3, 0.0, 0.8, N, "w_w", "harm", "share of harm taken away by a warning given", "Schelling 1966; judgement"),
    "bloodless_discount": _c(0.3, 0.0, 0.8, N, "w_0", "harm", "share of the rung's weight taken away when nobody dies"),
    "first_death_harm": _c(0.2, 0.0, 0.6, S, "w_1", "harm", "harm added by the first death", "Gartner 2008; judgement"),
    "wounded_harm": _c(0.15, 0.0, 0.4, S, "w_J", "harm", "harm added when people are wounded and nobody dies"),
    "deaths_harm": _c(0.25, 0.0, 0.6, S, "w_F", "harm", "harm of 100 dead on a logarithmic scale", "Gartner 2008; judgement"),
    "home_harm": _c(0.10, 0.0, 0.4, S, "w_H", "harm", "harm added when the act falls on the actor's own soil"),
    "rank_harm": _c(0.15, 0.0, 0.4, S, "w_Z", "harm", "harm added per grade of a leader killed"),
    "reciprocity_discount": _c(0.5, 0.0, 0.9, N, "w_rec", "harm", "share of harm taken away when the act answers one's own and is no higher"),
    "rules_share": _c(0.1, 0.02, 0.6, N, "c", "harm", "share of harm that counts inside an accepted set of rules, such as border fire"),
    "patron_harm_share": _c(0.3, 0.0, 0.8, N, "c", "harm", "share of a militia's harm that its patron feels"),
    "bystander_harm_share": _c(0.3, 0.0, 0.8, N, "c", "harm", "share of a bystander's harm that its protectors feel"),
    "misreading_sd": _c(0.5, 0.0, 1.5, "rungs", "sd_r", "harm", "standard deviation of the rung as the struck side reads it", "Jervis 1976; judgement"),
    "harassment_half_life": _c(10.0, 2.0, 40.0, D, "h_L", "harm", "half-life of harm below tolerance that has not yet become a grievance"),
    "harassment_threshold": _c(0.25, 0.1, 1.0, S, "L_max", "harm", "summed harm below tolerance at which patience ends and it counts at once"),
    # pressure and account
    "pressure_half_life": _c(14.0, 5.0, 45.0, D, "h_P", "pressure", "half-life of domestic pressure above its baseline"),
    "account_half_life": _c(90.0, 30.0, 365.0, D, "h_G", "pressure", "half-life of what one actor holds against another"),
    "inaction_rate": _c(0.01, 0.0, 0.05, "per day", "kappa_I", "pressure", "pressure gained a day while a public vow stands unmet", "Fearon 1994; judgement, zero included"),
    "account_reference": _c(0.35, 0.1, 1.0, S, "G_ref", "pressure", "account at which inaction and relief reach their full rate"),
    "harm_to_pressure": _c(1.75, 0.5, 4.0, "per severity", "kappa_H", "pressure", "how strongly felt harm raises pressure", "Mistry and Lee 2019; judgement"),
    "account_cap": _c(1.5, 0.8, 3.0, S, "G_max", "pressure", "ceiling of an account: daily contact must not ratchet"),
    "vent_account_cap": _c(0.525, 0.2, 1.5, S, "G_v", "pressure", "largest account that a visible act is measured against"),
    "vent_scale": _c(0.25, 0.1, 0.6, "ratio", "zeta", "pressure", "severity that vents a whole account, as a share of the account"),
    "pressure_vented": _c(0.7, 0.2, 0.95, N, "nu", "pressure", "share of pressure above baseline that a full answer vents"),
    "account_vented": _c(0.7, 0.2, 0.95, N, "nu_G", "pressure", "share of the account that a full answer closes"),
    "talk_vented": _c(0.1, 0.0, 0.4, N, "nu_t", "pressure", "share of a full answer's relief that words give"),
    "vow_days": _c(60.0, 15.0, 180.0, D, "t_vow", "vows", "days after which a public vow lapses", "Fearon 1994; judgement"),
    "proxy_visibility": _c(0.8, 0.3, 1.0, N, "chi", "choice", "visibility at home of an act done through a proxy"),
    "reopening_harm": _c(0.3, 0.1, 0.8, S, "H_re", "pressure", "felt harm from which a shock re-opens lapsed accounts"),
    "reopening_chance": _c(0.5, 0.0, 1.0, P, "p_re", "pressure", "chance that a shock re-opens each lapsed account"),
    "reopening_account": _c(0.1, 0.02, 0.5, S, "G_re", "pressure", "smallest lapsed account that a shock re-opens"),
    # when to answer
    "counterfire_chance": _c(0.10, 0.0, 0.4, P, "p_0", "timing", "chance that the occasion to answer comes the same day", MEASURED),
    "patience_chance": _c(0.10, 0.0, 0.4, P, "p_pat", "timing", "chance that the occasion comes late", "measured; chosen before 20 January 2024 was fixed as the boundary"),
    "patience_from": _c(20.0, 10.0, 40.0, D, "t_lo", "timing", "earliest late occasion"),
    "patience_to": _c(60.0, 41.0, 120.0, D, "t_hi", "timing", "latest late occasion"),
    "delay_militia_log": _c(0.99, 0.3, 1.7, "log days", "mu", "timing", "log-median delay of a militia", MEASURED),
    "delay_militia_spread": _c(0.94, 0.4, 1.6, "log days", "sigma", "timing", "spread of the delay of a militia", MEASURED),
    "delay_state_log": _c(0.40, -0.3, 1.2, "log days", "mu", "timing", "log-median delay, state on state", MEASURED),
    "delay_state_spread": _c(1.17, 0.5, 1.8, "log days", "sigma", "timing", "spread of the delay, state on state", MEASURED),
    "delay_nonstate_log": _c(1.26, 0.5, 2.0, "log days", "mu", "timing", "log-median delay, state on a non-state group", MEASURED),
    "delay_nonstate_spread": _c(1.33, 0.6, 2.0, "log days", "sigma", "timing", "spread of the delay, state on a non-state group", MEASURED),
    "delay_leader_log": _c(1.51, 0.7, 2.3, "log days", "mu", "timing", "log-median delay after a leader's killing", MEASURED),
    "delay_leader_spread": _c(1.25, 0.5, 2.0, "log days", "sigma", "timing", "spread of the delay after a leader's killing", MEASURED),
    "pressure_haste": _c(0.5, 0.0, 1.5, "log days", "", "timing", "log days saved as pressure goes from .5 to 1.5"),
    "home_haste": _c(0.4, 0.0, 1.2, "log days", "", "timing", "log days saved when own soil was hit"),
    "doubt_delay": _c(0.5, 0.0, 1.5, "log days", "", "timing", "log days lost when the author is doubtful"),
    "retry_after_silence": _c(0.3, 0.0, 0.8, P, "", "timing", "chance that a decision not to use force is taken up again, after silence"),
    "retry_after_talk": _c(0.7, 0.0, 1.0, P, "", "timing", "the same after words, which bind"),
    "package_chance": _c(0.9, 0.0, 1.0, P, "", "timing", "chance that an actor ordering an overt strike takes up each other account it holds the same day"),
    "package_relief": _c(1.5, 0.0, 2.0, U, "", "choice", "restraint saved by a strike that goes out in the same package as another"),
    # what to do
    "restraint_base": _c(2.0, 0.5, 3.0, U, "b_0", "choice", "what an act of force must be worth before it is done at all"),
    "pressure_weight": _c(3.5, 1.5, 6.0, U, "b_P", "choice", "weight of pressure relieved"),
    "account_weight": _c(2.5, 1.0, 4.0, U, "b_G", "choice", "weight of the account settled"),
    "account_weight_cap": _c(2.0, 1.5, 4.0, "ratio", "G_cap", "choice", "largest account, in reference units, that counts", "judgement; lowered from 3, which had been chosen with a later strike in view"),
    "credibility_weight": _c(3.25, 0.5, 4.0, U, "b_rho", "choice", "weight of standing up for own soil and deterrent", "Schelling 1966; judgement"),
    "proportion_weight": _c(0.5, 0.0, 1.5, U, "b_Pi", "choice", "cost of an answer out of proportion, per log unit"),
    "proportion_anchor": _c(0.45, 0.2, 0.9, "ratio", "", "choice", "severity felt as proportionate, as a share of the account"),
    "same_rung_weight": _c(0.15, 0.0, 1.0, U, "b_S", "choice", "pull of answering in kind"),
    "fear_weight": _c(10.0, 6.0, 12.0, U, "b_E", "restraint", "weight of the feared reply; never estimate it together with all fears"),
    "fear_floor": _c(0.5, 0.1, 1.0, S, "l_0", "restraint", "severity of the feared reply that even the smallest act risks"),
    "inferiority_weight": _c(1.75, 0.5, 4.0, U, "b_K", "restraint", "weight of inferior capability"),
    "dependence_weight": _c(5.0, 2.0, 7.0, U, "b_D", "restraint", "weight of dependence on the other side"),
    "nuclear_weight": _c(6.0, 2.0, 12.0, U, "b_N", "ladder", "weight of the nuclear shadow", "Powell 2015; judgement"),
    "nuclear_steepness": _c(0.5, 0.0, 2.0, "per severity", "eta_N", "ladder", "how fast nuclear risk grows above rung 9", "Powell 2015; judgement"),
    "third_state_weight": _c(2.0, 0.5, 3.0, U, "b_T", "restraint", "weight of striking on a third state's soil"),
    "exchange_weight": _c(3.5, 0.0, 5.0, U, "b_X", "restraint", "restraint from each exchange completed"),
    "mediation_weight": _c(1.5, 0.0, 3.0, U, "b_M", "restraint", "restraint while a mediator is at work", "Wilkenfeld et al. 2003; judgement"),
    "closing_weight": _c(2.0, 0.0, 3.0, U, "b_C", "restraint", "restraint from the other side's closing words"),
    "warning_cost": _c(0.6, 0.0, 2.0, U, "c_W", "choice", "cost of giving a warning"),
    "inaction_weight": _c(2.0, 0.0, 4.0, U, "b_A", "choice", "cost of waiting under a public vow", "Fearon 1994; judgement, zero included"),
    "inaction_days": _c(10.0, 3.0, 30.0, D, "tau_A", "choice", "days over which that cost builds up"),
    "instability": _c(0.1, -0.2, 0.5, N, "k_SI", "ladder", "how much more a high rung is feared, and a low one less"),
    "act_scale": _c(1.0, 0.5, 2.0, "per utility", "lam_1", "choice", "precision of the choice between acting and waiting", "McKelvey and Palfrey 1995; judgement"),
    "row_scale": _c(2.0, 1.0, 4.0, "per utility", "lam_2", "choice", "precision of the choice of option and rung", "McFadden 1978; judgement"),
    "variant_scale": _c(2.0, 1.0, 4.0, "per utility", "lam_3", "choice", "precision of the choice of weapon and warning", "McFadden 1978; judgement"),
    "proxy_credit": _c(0.7, 0.3, 1.0, N, "c_row", "choice", "credit at home for an act through a proxy"),
    "stand_in_credit": _c(0.6, 0.2, 0.9, N, "c_row", "choice", "credit for hitting a stand-in of the account holder"),
    "displaced_credit": _c(0.4, 0.0, 0.7, N, "xi", "choice", "credit for hitting a third party instead"),
    "stand_in_fear": _c(0.5, 0.1, 1.0, N, "", "choice", "share of the fear of the account holder that counts when a stand-in is hit"),
    "displaced_fear": _c(0.25, 0.0, 1.0, N, "", "choice", "the same when a third party is hit instead"),
    "displaced_fall": _c(0.8, 0.0, 3.0, "per severity", "", "choice", "how fast that credit falls with the harm to be answered"),
    # attribution, militias and patrons
    "militia_confidence": _c(0.8, 0.5, 1.0, N, "alpha", "attribution", "confidence in the author of a militia's deniable act"),
    "deniable_confidence": _c(0.7, 0.4, 1.0, N, "alpha", "attribution", "confidence in the author of a state's own deniable act"),
    "misattribution_chance": _c(0.05, 0.0, 0.2, P, "", "attribution", "chance that a deniable act is blamed on the wrong actor", "Carson 2018; judgement"),
    "correction_days": _c(2.0, 1.0, 10.0, D, "", "attribution", "days until a wrong blame is corrected"),
    "militia_claim_chance": _c(0.8, 0.2, 1.0, P, "", "attribution", "chance that a militia claims its act"),
    "denial_chance": _c(0.2, 0.0, 0.5, P, "", "attribution", "chance that a struck actor denies a small doubtful harm", "Carson 2018; judgement"),
    "denial_share": _c(0.3, 0.1, 1.0, N, "", "attribution", "share of confidence left after a denial"),
    "patron_blame": _c(0.5, 0.2, 0.8, N, "blame_0", "delegation", "share of blame for a militia's act that reaches its patron", "Byman and Kreps 2010; judgement"),
    "missile_blame": _c(0.15, 0.0, 0.3, N, "", "delegation", "blame added by missiles only a patron supplies"),
    "ordered_blame": _c(0.1, 0.0, 0.3, N, "", "delegation", "blame added when the patron gave the order"),
    "claimed_blame": _c(0.15, 0.0, 0.3, N, "", "delegation", "blame taken off when the militia claims the act"),
    "patron_pull": _c(1.0, 0.0, 2.0, "log rate", "a_o", "delegation", "how much the patron's pressure raises its militias' rate"),
    "patron_reference": _c(0.4, 0.2, 0.6, "pressure", "", "delegation", "patron's pressure at which a militia keeps its own rate"),
    "grievance_pull": _c(0.5, 0.0, 1.5, "log rate", "a_h", "delegation", "how much a militia's own account raises its rate"),
    "veto_threshold": _c(0.25, 0.05, 0.6, S, "", "delegation", "account held against a patron, weighted by its fear of the holder, from which it reins in its militias", "Salehyan 2010; judgement"),
    "veto_chance": _c(0.3, 0.0, 0.8, "per day", "", "delegation", "chance a day that it then considers a veto"),
    "veto_days": _c(20.0, 5.0, 60.0, D, "", "delegation", "days a veto, or its refusal, stands"),
    "veto_remainder": _c(0.1, 0.0, 0.5, N, "", "delegation", "share of the rate left under a veto obeyed"),
    "order_bonus": _c(0.2, 0.0, 0.4, P, "", "delegation", "chance added that an order is obeyed when the militia's own pressure is high"),
    "heavy_base": _c(0.008, 0.0, 0.05, N, "", "campaign", "share of a militia's attacks that are heavy, under full control", "measured: 2 of 143 by 20 January 2024"),
    "heavy_uncontrolled": _c(0.01, 0.0, 0.05, N, "", "campaign", "share added without control"),
    # the struck host, and talk
    "talk_base": _c(1.5, 0.0, 3.0, "log odds", "", "sovereignty", "log odds that an actor which holds its fire speaks"),
    "talk_overt": _c(1.5, 0.0, 3.0, "log odds", "", "sovereignty", "added when the act was overt"),
    "talk_dead": _c(1.0, 0.0, 3.0, "log odds", "", "sovereignty", "added when own people died"),
    "talk_consent": _c(2.0, 0.0, 4.0, "log odds", "", "sovereignty", "taken off per unit of consent to the striker's presence"),
    # ways down
    "warned_killed_base": _c(0.2, 0.05, 1.0, "ratio", "", "strike", "deaths at a warned base, as a ratio of unwarned", "measured: Al-Asad, 8 January 2020; judgement"),
    "warned_killed_field": _c(0.5, 0.1, 1.0, "ratio", "", "strike", "the same for a group's site"),
    "warned_interception": _c(0.05, 0.0, 0.2, P, "", "strike", "chance of interception added by a warning"),
    "closing_chance": _c(0.6, 0.0, 1.0, P, "", "closure", "chance that a reply up to rung 7 carries closing words"),
    "closing_chance_high": _c(0.3, 0.0, 1.0, P, "", "closure", "the same above rung 7"),
    "closing_received": _c(0.7, 0.0, 1.0, P, "", "closure", "chance that closing words are understood"),
    "closing_days": _c(14.0, 3.0, 60.0, D, "", "closure", "days for which closing words hold"),
    "exchange_half_life": _c(30.0, 10.0, 120.0, D, "", "closure", "half-life of the memory of an exchange"),
    "mediation_base": _c(0.01, 0.0, 0.05, "per day", "", "closure", "hazard that a mediator steps in", "Wilkenfeld et al. 2003; judgement"),
    "mediation_slope": _c(0.5, 0.0, 1.0, "per day per severity", "", "closure", "hazard added by the severity of recent acts"),
    "mediation_fade": _c(0.1, 0.02, 0.3, "per day", "", "closure", "share of that severity forgotten a day"),
    "mediation_window": _c(14.0, 3.0, 60.0, D, "", "closure", "days after an act in which a mediator may step in"),
    "mediation_days": _c(30.0, 7.0, 120.0, D, "", "closure", "days a mediation lasts"),
    "concession_chance": _c(0.1, 0.0, 0.3, P, "", "closure", "chance of a unilateral concession after a completed exchange", "Osgood 1962; judgement"),
    "concession_relief": _c(0.5, 0.0, 2.0, U, "", "closure", "restraint that a concession adds to the other side", "Osgood 1962; judgement"),
    "concession_days": _c(14.0, 3.0, 60.0, D, "", "closure", "days for which a concession counts"),
    "war_deaths_mean": _c(40.0, 5.0, 200.0, "persons per day", "", "closure", "mean deaths a day on each side of a war"),
    "war_deaths_dispersion": _c(0.4, 0.1, 2.0, "dispersion", "", "closure", "negative binomial dispersion of those deaths"),
    "war_end": _c(0.10, 0.02, 0.3, "per day", "", "closure", "chance a day that a war ends"),
    "war_end_mediated": _c(0.15, 0.0, 0.5, "per day", "", "closure", "chance a day added by a mediator"),
    "war_days": _c(3.0, 1.0, 14.0, D, "", "closure", "days of fighting from which it counts as a war"),
    "war_dead": _c(1000.0, 100.0, 1000.0, "persons", "", "closure", "deaths from which it counts as a war", "Correlates of War convention"),
    "nuclear_signal_chance": _c(0.1, 0.0, 0.5, P, "", "closure", "chance that a nuclear state signals after a strike on its homeland"),
    # damage
    "overkill_chance": _c(0.01, 0.0, 0.05, P, "", "strike", "chance that an act kills far more than was meant"),
    "overkill_factor": _c(8.0, 2.0, 20.0, "ratio", "", "strike", "factor on the mean deaths in that case"),
    "overkill_added": _c(3.0, 0.0, 10.0, "persons", "", "strike", "mean deaths added in that case"),
    "wounded_per_killed": _c(3.0, 1.0, 5.0, "ratio", "", "strike", "wounded for each person killed"),
    "wounded_per_hit": _c(1.0, 0.0, 3.0, "persons", "", "strike", "wounded for each hit of harassing fire"),
    "wounded_per_hit_heavy": _c(0.5, 0.0, 3.0, "persons", "", "strike", "wounded for each hit above rung 4"),
    "civilian_base": _c(0.05, 0.0, 0.3, N, "", "strike", "share of civilians among the dead at a base"),
    "civilian_camp": _c(0.3, 0.0, 0.8, N, "", "strike", "the same at the site of a non-state group"),
    "civilian_city": _c(0.7, 0.2, 1.0, N, "", "strike", "the same in a city"),
    "civilian_terror": _c(0.9, 0.5, 1.0, N, "", "strike", "the same in a mass-casualty attack"),
}

NAMES: tuple[str, ...] = tuple(CONSTANTS)
DEFAULTS: tuple[float, ...] = tuple(c.default for c in CONSTANTS.values())
