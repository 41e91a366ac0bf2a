"""How an actor suffers an act: reads it, weighs it, takes it in, and plans what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.kernel.draws import Purpose
from ..model.mechanisms.attribution import confidence, confidence_after_denial, correction_delay, is_doubtful
from ..model.mechanisms.closure import COMPLETED
from ..model.mechanisms.delegation import blame_on_patron
from ..model.mechanisms.harm import (
    HOST,
    STRUCK,
    felt,
    injury,
    inside_rules,
    out_of_patience,
    own_losses,
    patience,
    reciprocal_share,
    rung_read,
    share_of_role,
    weapon_read,
)
from ..model.mechanisms.pressure import pressure_after_harm
from ..model.mechanisms.provocation import LAPSED, REOPENED
from ..model.mechanisms.sovereignty import talk_chance
from ..model.mechanisms.timing import delay, delay_kind
from ..model.world.ladder import FIRST_OVERT
from ..model.world.tables import NONE, Kind
from .ground import word
from .holder import Holder
from .memory import Correction, Grievance, Provocation, Words

if TYPE_CHECKING:
    import numpy as np

    from .log import Act


class Wound(NamedTuple):
    """What an act is to whoever suffers it.

    ``harm`` in severity; ``read``: the rung as read; ``home``: 1 if own soil was hit; ``killed`` on the own side;
    ``doubtful``: whether the author is.
    """

    harm: float
    read: int
    home: int
    killed: int
    doubtful: bool


class Sufferer(Holder):
    """How an actor takes what is done to it."""

    def feel(self, act: Act, role: int) -> None:
        """Suffer an act in a role (STRUCK, HOST, PATRON or PROTECTOR of `model/mechanisms/harm.py`)."""
        if act.blamed in (self.number, NONE):
            return
        wound = self.weigh(act, role)
        if wound.harm > 0.0:
            self.take_in(act, wound.harm)
            self.respond(act, wound)

    def weigh(self, act: Act, role: int) -> Wound:
        """What the act is to this actor: rung as read, own losses, confidence in the author, harm above tolerance."""
        world, own = self.ground.handle, word(act.identity, self.key)
        read = rung_read(world, act.rung, self.facts.bias, self.chance(own, Purpose.MISREADING))
        host = self.ground.host(act.location)
        abroad = host not in (NONE, act.target)
        killed, wounded = own_losses(role, abroad, act.killed, act.killed_civilians, act.wounded)
        raw = self.injury(act, role, read, killed, wounded)
        alpha = self.confidence_in(act, role, killed, own)
        ruled = inside_rules(world, act.rung, act.target, act.executor)
        share = self.share_of(act, role, read, ruled)
        harm = felt(alpha, self.facts.audience, share, raw, self.facts.tolerance)
        if harm <= 0.0 and not ruled:
            harm = self.lose_patience(act.blamed, felt(alpha, self.facts.audience, share, raw, 0.0))
        return Wound(harm, read, int(host == self.number), killed, is_doubtful(alpha))

    def injury(self, act: Act, role: int, read: int, killed: int, wounded: int) -> float:
        """Harm of an act read at rung ``read``, before confidence, audience and tolerance."""
        home = int(self.ground.host(act.location) == self.number)
        rank = 0 if role == HOST else act.rank
        weapon = weapon_read(act.rung, self.ground.weight(act.weapon))
        severity = self.ground.rungs[read].severity
        first_death = self.facts.first_death
        return injury(self.ground.handle, severity, weapon, act.warned, killed, wounded, first_death, home, rank)

    def confidence_in(self, act: Act, role: int, killed: int, own: np.uint64) -> float:
        """How sure this actor is of the author; a struck actor may look away from a small doubtful harm."""
        author = self.ground.actors[act.executor]
        alpha = confidence(self.ground.handle, act.rung, author.kind == Kind.STATE, author.claims)
        if role == STRUCK:
            alpha = confidence_after_denial(self.ground.handle, alpha, killed, self.chance(own, Purpose.DENIAL))
        return alpha

    def share_of(self, act: Act, role: int, read: int, ruled: bool) -> float:
        """Share of the harm that counts in a role; an act that answers one's own, and is no higher, counts for less."""
        share = share_of_role(self.ground.handle, self.number, role, act.actor, ruled)
        if act.answered is None or act.answered.actor != self.number:
            return share
        return reciprocal_share(self.ground.handle, share, read, act.answered.rung)

    def lose_patience(self, opponent: int, harm: float) -> float:
        """Harm below tolerance adds up; when the leaky sum is full, patience ends and it counts at once."""
        if harm <= 0.0:
            return 0.0
        tie, world = self.tie(opponent), self.ground.handle
        total = patience(world, tie.patience, self.today - tie.patience_day, harm)
        counted, tie.patience = out_of_patience(world, total, self.facts.tolerance)
        tie.patience_day = self.today
        return counted

    def take_in(self, act: Act, harm: float) -> None:
        """Raise pressure and accounts: the blamed actor's, and its patron's by the share of blame that reaches it."""
        world = self.ground.handle
        self.pressure = pressure_after_harm(world, self.pressure, harm)
        self.charge(act.blamed, harm)
        patron = self.ground.actors[act.blamed].patron
        if patron not in (NONE, self.number):
            ordered, claimed = int(act.actor == patron), int(act.claimed_by == act.blamed)
            share = blame_on_patron(world, self.ground.patron_grade(act.weapon), ordered, claimed)
            self.charge(patron, share * harm)

    def respond(self, act: Act, wound: Wound) -> None:
        """Plan what a felt harm calls for: an occasion to decide, words, a correction of blame, old accounts re-opened.

        Between two sides at war nothing is planned: the war takes the place of single acts.
        """
        if self.model.pairs.at_war(self.number, act.blamed):
            return
        own = word(act.identity, self.key)
        provocation = self.provoked_by(act, wound, own)
        self.plan(provocation)
        self.tie(act.blamed).remember(provocation)
        self.prepare_words(provocation, own)
        if act.blamed != act.executor:
            later = correction_delay(self.ground.handle, self.chance(own, Purpose.CORRECTION))
            self.model.agenda.add(self.today + later, Correction(provocation))
        if wound.harm >= self.ground.constants.reopening_harm:
            self.reopen(act.blamed, own)

    def provoked_by(self, act: Act, wound: Wound, own: np.uint64) -> Provocation:
        """The occasion to decide about an act. What falls due while history is on record is dropped."""
        due = self.due_day(act.blamed, act.rank, wound.home, wound.doubtful, own)
        if due < self.ground.first_free:
            due = self.ground.days
        overt, dead = int(act.rung >= FIRST_OVERT), int(wound.killed > 0)
        return Provocation(self.number, act.blamed, act, due, wound.harm, wound.read, wound.home, overt, dead)

    def provoked_again(self, account: int, over: Grievance, due: int) -> Provocation:
        """A new occasion to decide about an old grievance."""
        return Provocation(self.number, account, over.cause, due, over.harm, over.read, over.home)

    def due_day(self, holder: int, rank: int, home: int, doubtful: bool, occasion: np.uint64) -> int:
        """The day on which this actor decides about what it feels today."""
        kind = delay_kind(self.ground.handle, self.number, holder, rank)
        when, u = self.chance(occasion, Purpose.WHEN), self.chance(occasion, Purpose.DELAY)
        return self.today + delay(self.ground.handle, kind, self.pressure, home, doubtful, when, u)

    def prepare_words(self, about: Provocation, own: np.uint64) -> None:
        """Words follow within two days, if at all; they fall away when force has answered by then."""
        if self.today < self.ground.first_free:
            return
        consent = self.ground.dyad(self.number, about.cause.actor).consent
        if self.chance(own, Purpose.TALK) < talk_chance(self.ground.handle, about.overt, about.dead, consent):
            later = 1 if self.chance(own, Purpose.TALK_DAY) < 0.5 else 2
            self.model.agenda.add(self.today + later, Words(about))

    def reopen(self, holder: int, own: np.uint64) -> None:
        """A shock re-opens lapsed accounts: so one attack may bring up the bill for another."""
        for other in sorted(self.ties):
            grievance = self.ties[other].grievance
            if other == holder or grievance is None or not self.has_lapsed(other):
                continue
            occasion = word(own, self.ground.actors[other].key)
            if self.chance(occasion, Purpose.REOPENING) >= self.ground.constants.reopening_chance:
                continue
            due = self.due_day(other, 0, grievance.home, False, occasion)
            if due >= self.ground.first_free:
                again = self.provoked_again(other, grievance, due)
                again.attempt = REOPENED + self.today
                self.plan(again)

    def has_lapsed(self, other: int) -> bool:
        """Whether an account of some size lies idle, and no exchange has closed it."""
        return (
            self.ties[other].worst_open() is None
            and self.account_with(other) >= self.ground.constants.reopening_account
            and self.exchanges_with(other) < COMPLETED
        )

    def correct(self, wrong: Provocation) -> None:
        """Move a wrongly held account to the true author, with the provocation if it still stands open."""
        right = wrong.cause.executor
        self.write_account(wrong.account, max(0.0, self.account_with(wrong.account) - wrong.harm))
        self.charge(right, wrong.harm)
        if wrong.is_open:
            wrong.fate = int(LAPSED)
            due = max(wrong.due, self.today)
            moved = self.provoked_again(right, wrong.as_grievance(), due)
            self.plan(moved)
            self.tie(right).remember(moved)
