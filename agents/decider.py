"""How an actor decides about one open account: wait, or act, and then how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..model.kernel.draws import Purpose
from ..model.mechanisms.alliance import PURPOSES as OF_ALLIANCES
from ..model.mechanisms.alliance import joining_identity, leads, stays_out, waits_for_senior
from ..model.mechanisms.choice import (
    CLOSED,
    pick_alternative,
    pick_row,
    pick_variant,
    value_of_menu,
    value_of_row,
    weigh_row,
)
from ..model.mechanisms.concession import eased
from ..model.mechanisms.damping import Damping, stronger, under_blood
from ..model.mechanisms.delegation import obeys_order
from ..model.mechanisms.operation import cost_of, decision_identity, threshold_identity
from ..model.mechanisms.opportunity import has_opportunity
from ..model.mechanisms.parts import NOTHING, TACTICAL, Band, band_of, between, highest_answer, is_open
from ..model.mechanisms.pressing import threshold_left
from ..model.mechanisms.territory import lowest_answer
from ..model.mechanisms.utility import Situation, Stakes, called_for, relief_of, row_terms, stakes_of
from ..model.world.tables import NONE
from .doctrines.choose import chance_to_act, lens_of
from .ground import identity
from .memory import Provocation
from .sufferer import Sufferer


class Way(NamedTuple):
    """A way to settle an account: numbers of an option and of a weapon variant (`World.rows`, `World.variants`)."""

    option: int
    rung: int
    variant: int


class Choice(NamedTuple):
    """A decision to act: the occasion it settles, the way, and the share of full relief that it gives."""

    occasion: Provocation
    way: Way
    share: float


class Decider(Sufferer):
    """How an actor makes up its mind. Override `decide` for another doctrine, `appraise` for another taste."""

    def decide(self, occasion: Provocation) -> Choice | None:
        """What to do about an open account: a `Choice`, or None to hold fire.

        By default, act or wait by the value of the part of the menu at hand, against the hidden threshold of the
        grievance; then option, rung and variant by their shares (`model/mechanisms/choice.py`).
        """
        menu = self.ground.menu(self.number, occasion.account)
        situation = self.situation(occasion)
        value = self.value_of(menu, occasion, situation)
        if self.threshold(occasion) >= chance_to_act(self.ground.handle, self.number, situation, value):
            return None
        way = self.pick_way(menu, occasion)
        return self.choice(occasion, way) if self.is_obeyed(way, occasion) else None

    def situation(self, occasion: Provocation) -> Situation:
        """What this actor has before its eyes when it decides."""
        state, world, today = self.tie(occasion.account).state, self.ground.handle, self.today
        cost, restraint, account = cost_of(world, occasion.front), eased(world, state, today), occasion.account
        held, land = self.account_with(account), self.land_at_stake(account)
        return Situation(self.pressure, held, occasion.harm, occasion.read, occasion.home, cost, restraint, land)

    def threshold(self, occasion: Provocation) -> float:
        """The hidden threshold of a grievance, drawn once: a uniform number that the chance to act must exceed."""
        u = self.chance(self.grievance_identity(occasion), Purpose.ACT)
        return threshold_left(self.tie(occasion.account).state, occasion.part, u)

    def value_of(self, menu: range, occasion: Provocation, situation: Situation) -> float:
        """Value of acting at all, by the part of the menu that is open; `CLOSED` where nothing is.

        It leaves the values of options, rungs and variants on the ground's scratch lists.
        """
        if not menu:
            return CLOSED
        for option in menu:
            self.ground.of_options.numbers[option] = self.appraise(option, occasion, situation)
        return value_of_menu(self.ground.handle, menu.start, menu.stop, self.ground.of_options.address)

    def stakes(self, situation: Situation) -> Stakes:
        """What is at stake in a situation, as this actor's doctrine sees it."""
        return stakes_of(self.ground.handle, situation, lens_of(self.ground.handle, self.number, situation))

    def appraise(self, option: int, occasion: Provocation, situation: Situation) -> float:
        """Value of an option, over its rungs and variants that are open (utility)."""
        ground, stakes = self.ground, self.stakes(situation)
        terms = row_terms(ground.handle, option, stakes, self.damping_on(option, situation.harm))
        band, called = self.band(option, occasion), called_for(ground.handle, situation.account)
        of_alternatives, of_variants = ground.of_alternatives.address, ground.of_variants.address
        weigh_row(ground.handle, option, band, stakes, called, terms, of_alternatives, of_variants)
        return value_of_row(ground.handle, option, of_alternatives, of_variants)

    def band(self, option: int, occasion: Provocation) -> Band:
        """The rungs of an option that are open on an occasion; none where it waits for an opportunity."""
        if not has_opportunity(self.ground.handle, self.number, option, self.today, *self.model.dice.source):
            return NOTHING
        if self.is_led_by_nobody(occasion) or self.is_kept_off(option):
            return NOTHING
        if self.model.actors[self.ground.options[option].executor].keeps_to_rest(option, occasion):
            return NOTHING
        world, cause = self.ground.handle, occasion.cause
        territory, host = self.ground.territory(cause.location), self.ground.host(cause.location)
        band = band_of(world, self.number, occasion.part, option, occasion.read, territory)
        land = self.land_at_stake(occasion.account)
        read, part, mine = occasion.read, occasion.part, self.state_toward(occasion.account)
        lowest = lowest_answer(mine, land, part == TACTICAL, cause.rung)
        highest = highest_answer(world, self.number, part, cause.row, host, read, land)
        return between(world, option, band, lowest, highest)

    def is_kept_off(self, option: int) -> bool:
        """Whether war, or a truce that came by itself, keeps whoever would carry out an option from it."""
        row = self.ground.options[option]
        if self.model.pairs.at_war(row.executor, row.target):
            return True
        return any(self.model.pairs.in_truce(row.executor, other) for other in (row.target, row.account))

    def keeps_to_rest(self, option: int, occasion: Provocation) -> bool:
        """Whether this actor holds back an option since its campaigns rest; by default, none do."""
        return False

    def is_led_by_nobody(self, occasion: Provocation) -> bool:
        """Whether this actor, a junior ally, may not strike just now since no senior ally leads."""
        if not waits_for_senior(self.ground.handle, self.number, occasion.part):
            return False
        senior = self.model.actors[self.facts.senior]
        return not leads(senior.state_toward(occasion.account), self.today)

    def leaves_it_to_senior(self, order: Provocation) -> bool:
        """Whether this actor, a junior ally, has nobody to strike with today, or lets its senior strike alone."""
        if not waits_for_senior(self.ground.handle, self.number, order.part):
            return False
        account = self.ground.actors[order.account].key
        u = self.chance(identity(joining_identity, self.key, account, self.today), OF_ALLIANCES["JOIN"])
        return self.is_led_by_nobody(order) or bool(stays_out(self.ground.handle, self.number, u))

    def damping_on(self, option: int, harm: float) -> Damping:
        """Exchanges, mediation and closing words that bear on an option: the account holder's or the host's."""
        row = self.ground.options[option]
        toward_holder = under_blood(self.ground.handle, self.held_back_from(row.account), harm)
        host = self.ground.host(row.location)
        if host in (NONE, self.number, row.account):
            return toward_holder
        return stronger(toward_holder, self.held_back_from(host))

    def pick_way(self, menu: range, occasion: Provocation) -> Way:
        """Draw option, rung and variant, each from its own uniform number, by the values just worked out."""
        ground, decision = self.ground, self.identity_of(occasion)
        world = ground.handle
        u = self.chance(decision, Purpose.ROW)
        option = pick_row(world, menu.start, menu.stop, ground.of_options.address, u)
        u = self.chance(decision, Purpose.RUNG)
        alternative = pick_alternative(world, option, ground.of_alternatives.address, u)
        variant = pick_variant(world, alternative, ground.of_variants.address, self.chance(decision, Purpose.VARIANT))
        return Way(option, ground.alternatives[alternative].rung, variant)

    def is_obeyed(self, way: Way, occasion: Provocation) -> bool:
        """Whether whoever is to carry it out does so: a proxy may refuse the order."""
        executor = self.ground.options[way.option].executor
        if executor == self.number:
            return True
        return self.model.actors[executor].obeys(self.chance(self.identity_of(occasion), Purpose.ORDER))

    def obeys(self, u: float) -> bool:
        """Whether this actor carries out an order of its patron, on the uniform number u."""
        return bool(obeys_order(self.facts.control, u))

    def choice(self, occasion: Provocation, way: Way) -> Choice:
        """The decision to settle an account in this way."""
        stakes = self.stakes(self.situation(occasion))
        return Choice(occasion, way, relief_of(self.ground.handle, way.option, way.variant, stakes))

    def ways(self, occasion: Provocation) -> Iterator[Way]:
        """All ways that are open to settle an account, for doctrines that pick one by hand."""
        ground = self.ground
        for option in ground.menu(self.number, occasion.account):
            row, band = ground.options[option], self.band(option, occasion)
            for alternative in ground.alternatives[row.lo : row.hi]:
                if is_open(band, alternative.rung):
                    for variant in range(alternative.lo, alternative.hi):
                        yield Way(option, alternative.rung, variant)

    def grievance_identity(self, occasion: Provocation) -> np.uint64:
        """Identity of a grievance and its hidden threshold."""
        account = self.ground.actors[occasion.account].key
        return identity(threshold_identity, occasion.cause.identity, self.key, account)

    def identity_of(self, occasion: Provocation) -> np.uint64:
        """Identity of a decision, and of the answer that it comes to."""
        return identity(decision_identity, self.grievance_identity(occasion), occasion.part, occasion.ordered)
