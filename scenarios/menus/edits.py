"""Edits of the generated menu: the scenario's ``options`` section removes, re-weighs, changes or adds options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.world.tables import Credit
from ..problems import choices
from ..schema.removed import went_option
from . import areas
from .drafts import STRIKE, Draft, drafts
from .geography import Geography

if TYPE_CHECKING:
    from ..schema.course import OptionEdit
    from ..schema.sections import Assumptions

CREDITS = {credit.name.lower(): credit for credit in Credit}


def edited(facts: Geography, actor: str, account: str, found: list[Draft]) -> list[Draft]:
    """The drafts of one menu after the scenario's edits; added options stand last, in the order of the file."""
    edits = facts.scenario.options
    if not edits:
        return found
    kept = [changed(facts, draft, edits.get(draft.id)) for draft in found if edits.get(draft.id, draft) is not None]
    generated = {draft.id for draft in found}
    added = [
        added_draft(facts, name, edit)
        for name, edit in edits.items()
        if edit is not None and name not in generated and (edit.actor, edit.account) == (actor, account)
    ]
    return kept + added


def changed(facts: Geography, draft: Draft, edit: OptionEdit | None) -> Draft:
    """A generated draft with the fields that an edit gives."""
    if edit is None:
        return draft
    target = edit.target or draft.target
    rungs = edit.rungs or draft.rungs
    area = draft.area
    if edit.target or edit.territory:
        territory = edit.territory or area.territory
        area = areas.areas_of(facts.scenario, target, territory, min(rungs))[0]
    return draft._replace(
        target=target,
        declared=edit.declared or draft.declared,
        area=area,
        rungs=rungs,
        executor=edit.through or draft.executor,
        credit=CREDITS[edit.credit] if edit.credit else draft.credit,
        weapons=edit.weapons if edit.weapons is not None else draft.weapons,
        weight=draft.weight * edit.weight,
    )


def added_draft(facts: Geography, name: str, edit: OptionEdit) -> Draft:
    """An option that a file adds by itself."""
    target = edit.target or edit.account or ""
    rungs = edit.rungs or STRIKE
    territory = edit.territory or facts.scenario.actors[target].home or ""
    area = areas.areas_of(facts.scenario, target, territory, min(rungs))[0]
    credit = CREDITS[edit.credit] if edit.credit else Credit.PROXY if edit.through else Credit.DIRECT
    return Draft(name, target, area, rungs, credit, edit.through, edit.declared, edit.weapons, edit.weight)


def edit_problems(scenario: Assumptions) -> list[tuple[str, str]]:
    """What is wrong with the ``options`` section: (option id, message). Out of reach is no mistake; not existing is."""
    if not scenario.options:
        return []
    facts = Geography(scenario, blind=True)
    known = {
        draft.id
        for actor in scenario.actors
        for account in scenario.actors
        if actor != account and facts.kind(actor) != "bystander"
        for draft in drafts(facts, actor, account)
    }
    return [
        (name, problem) for name, edit in scenario.options.items() if (problem := _problem(scenario, name, edit, known))
    ]


def _problem(scenario: Assumptions, name: str, edit: OptionEdit | None, known: set[str]) -> str:
    if name in known:
        return ""
    if edit is None or edit.actor is None or edit.account is None:
        return (
            went_option(name)
            or f"no option has this id; {choices(name, sorted(known))}; a new one needs actor and account"
        )
    if edit.actor in scenario.actors and not scenario.actors[edit.actor].can_strike:
        return f"{edit.actor} cannot strike (actors.{edit.actor}.can_strike), so it has no options"
    target = edit.target or edit.account
    if edit.territory is None and scenario.actors[target].home is None:
        return "a new option against an actor without a home needs `in`, the territory"
    return ""
