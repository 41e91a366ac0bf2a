"""Warnings about what a scenario is built of: standing fire, and options of force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ....model.world.ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT
from ...measures.numbers import percent, setting
from .trial import Doubt, Trial

#: Acts a day from which fire between two states is taken for standing (judgement: an act every other day).
DAILY = 0.5
#: Share of runs in which somebody has to be struck for the options it then has to matter (judgement).
STRUCK = 0.1


def fire_without_rules(trial: Trial) -> Iterator[Doubt]:
    """Daily fire between two states that do not take it as a matter of rules: each act adds to a grievance."""
    scenario = trial.scenario
    fire: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, campaign in scenario.campaigns.items():
        kinds = {scenario.actors[side].kind for side in (campaign.by, campaign.against)}
        if kinds == {"state"} and campaign.rung < FIRST_OVERT:
            fire[campaign.by, campaign.against].append(name)
    for (by, against), names in fire.items():
        rate = sum(scenario.campaigns[name].rate for name in names)
        if rate >= DAILY and not scenario.tie(against, by).rules:
            yield Doubt(
                ("campaigns", names[0]),
                f"{trial.label(by)} fires at {trial.label(against)} {setting(rate)} times a day, and "
                f"{trial.label(against)} holds every act against it in full: no rules of such fire are accepted",
                f"if both sides take it for routine, write `rules: true` in ties.{against}.{by} (and in "
                f"ties.{by}.{against}); if not, lower the rate to what is a grievance each time",
            )


def only_great_force(trial: Trial) -> Iterator[Doubt]:
    """A state that is struck and whose only options of its own are blows at a homeland or more."""
    for (actor, account), options in trial.menus.items():
        own = [option for option in options if option.executor == actor]
        rungs = [entry.rung for option in own for entry in option.alternatives]
        if not rungs or min(rungs) < FIRST_HOMELAND or _struck(trial, actor, account) < STRUCK:
            continue
        yield Doubt(
            ("actors", actor),
            f"all that {trial.label(actor)} can do itself to settle with {trial.label(account)} is at rung "
            f"{min(rungs)} or higher: between nothing and a blow at the homeland it has no choice",
            f"give it something less to hit: `forces` of {account} outside its home territory (a border, disputed "
            "land, an ally), a militia of its, or an entry under `options`; `brink check --menus` shows what there is",
        )


def _struck(trial: Trial, actor: str, account: str) -> float:
    """Share of runs in which an account holder, or a group that it sponsors, strikes an actor."""
    sides = [account, *(name for name, entry in trial.scenario.actors.items() if entry.patron == account)]
    acts = trial.force[(trial.force["target"] == actor) & trial.force["actor"].isin(sides)]
    return acts["run"].nunique() / trial.runs


def never_acts(trial: Trial) -> Iterator[Doubt]:
    """An armed actor that does nothing in any run, though it can strike and fights in no background war."""
    scenario, acts = trial.scenario, trial.force
    active = set(acts["actor"]) | set(acts["executor"])
    active |= {side for war in scenario.background.values() for side in war.sides}
    able = {actor for actor, _ in trial.menus}
    for name, actor in scenario.actors.items():
        if name in active or not actor.can_strike or not (actor.arsenal or actor.attacks):
            continue
        struck = acts.loc[acts["target"] == name, "run"].nunique() / trial.runs
        yield Doubt(("actors", name), *_idle(trial, name, able, struck))


def _idle(trial: Trial, name: str, able: set[str], struck: float) -> tuple[str, str]:
    """Why an actor does nothing, and what to do about it."""
    said = f"{trial.label(name)} uses force in none of {trial.runs} runs"
    if name not in able and not trial.scenario.actors[name].attacks:
        return (
            f"{said}: it has no option, for none of its weapons reaches what it could hit and fits what it could do "
            "there (a state's own strikes are by aircraft, missiles or drones, never by rockets)",
            "give it another weapon or a longer range, or places nearer by (`places`, `forces`); or empty its arsenal",
        )
    if struck == 0.0:
        return (
            f"{said}: nobody strikes it, and it has no campaign",
            "leave it out, if nothing depends on it; else write down what it does (`campaigns`, `events`) or suffers",
        )
    return (
        f"{said}, though it is struck in {percent(struck)} of them",
        f"see what holds it back: `brink run` and `brink show RESULTS --actor {name}`; lower `restraint.tolerance`, or "
        "`fear` and `inferiority` in its ties; or empty its arsenal, if it is to suffer in silence",
    )


def nothing_sets_it_off(trial: Trial) -> Iterator[Doubt]:
    """A world in which no force is used."""
    if trial.force.empty:
        yield Doubt(
            ("actors",),
            f"no act of force in any of {trial.runs} runs: nothing sets it off",
            f"add an event (`events`, at rung {FIRST_KINETIC} or higher), a campaign, or a spoiler with `attacks`",
        )
