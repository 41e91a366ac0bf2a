"""N1 to N18 of docs/narrative.md: each row is live. A parameter is moved, and what an analyst would look at moves too.

Draws are keyed, so two batches differ only where the moved parameter makes them differ; a few hundred runs are plenty.
"""

from functools import cache
from pathlib import Path

import pytest

from brink.experiments.results.columns import acts_table
from brink.model.batch import MEASURES
from brink.model.engine.ensemble import simulate
from brink.scenarios.loader import load_scenario

SEED = 20240120
HERE = Path(__file__).parent
JANUARY = "january-2024"
CLASH = "border-clash"
#: Iran has struck Jaish al-Adl on Pakistani soil; what happens next is open.
PANJGUR = str(HERE / "panjgur.yaml")
#: A theatre in which everything happens, with more than one group on the same soil.
BRAWL = str(HERE.parent / "probes" / "brawl.yaml")
MILITIA = "islamic_resistance_iraq"
TARGETS = ("united_states", "israel")
#: The militia in Iraq rests at its patron's word alone: what it loses does not daunt it.
UNDAUNTED = "ties.islamic_resistance_iraq.united_states.fear=0"


@cache
def case(scenario, *sets):
    return load_scenario(scenario, sets).case()


@cache
def acts(*sets, scenario=JANUARY, runs=200):
    """The acts table of a batch, as a user gets it."""
    ready = case(scenario, *sets)
    return acts_table(simulate(ready, SEED, 0, runs), ready, runs).to_pandas()


@cache
def evenings(measure, actor, *sets, scenario=JANUARY, runs=50):
    """Mean over runs of a measure of an actor, evening by evening."""
    ready = case(scenario, *sets)
    series = simulate(ready, SEED, 0, runs, True).series
    return series[:, :, ready.names.actors.index(actor), MEASURES.index(measure)].mean(axis=0)


def by(frame, actor):
    return frame[(frame.actor == actor) & frame.kinetic]


def overt(frame, actor):
    """Overt acts that an actor chose, its standing campaigns and scripted acts left out."""
    own = by(frame, actor)
    return own[(own.rung >= 6) & own.origin.isin(["reply", "displaced"]) & (own.channel == "own")]


def on_us(frame):
    """Attacks of the campaign against American bases."""
    return frame[(frame.actor == MILITIA) & (frame.target == "united_states") & (frame.origin == "campaign")]


def answered(frame, what, actor):
    """Share of the acts ``what`` that an actor answered by force."""
    replies = by(frame, actor).set_index(["run", "cause"]).index
    return what.set_index(["run", "act"]).index.isin(replies).mean()


def test_n01_salvo_is_thinned_in_layers_and_wounds():
    heavy = "campaigns.us_bases.rung=5"
    defended = on_us(acts(heavy))
    assert (defended.intercepted + defended.hits <= defended.launched).all()
    assert defended.intercepted.sum() > 0
    assert defended.hits.sum() > 0
    assert ((defended.wounded > 0) & (defended.killed == 0)).any()
    bare = on_us(acts(heavy, *(f"defences.us_base.{kind}=0" for kind in ("drone", "missile", "ballistic"))))
    swamped = on_us(acts(heavy, "defences.us_base.capacity=2"))
    assert bare.hits.mean() > swamped.hits.mean() > defended.hits.mean()


def test_n02_author_claim_and_blame_are_kept_apart():
    attacks = on_us(acts())
    assert (attacks.claimed_by != MILITIA).any()
    deniable = acts(scenario=BRAWL).query("rung < 6 and kinetic and not observed")
    assert (deniable.blamed.astype(str) != deniable.executor.astype(str)).any(), "others with the means are there"
    assert (on_us(acts("constants.misattribution_chance=0")).blamed == MILITIA).all()
    assert on_us(acts("constants.militia_claim_chance=0")).claimed_by.isna().all()
    # missiles that only a patron supplies point to the patron, which is held to account and shown force
    missiles = ("constants.heavy_base=1", "constants.patron_blame=0.2", UNDAUNTED)
    unread, read = (acts(*missiles, f"constants.missile_blame={share}") for share in (0, 0.3))
    display = "actor == 'united_states' and target == 'iran' and rung == 3"
    shown = [len(table.query(display)) for table in (unread, read)]
    assert shown[1] > 1.1 * shown[0]
    # and a patron that is held to account for what is done in its name reins the militia in
    free, blamed = (len(on_us(acts(f"constants.patron_blame={share}"))) for share in (0, 0.6))
    assert blamed < 0.95 * free


def test_n03_the_struck_side_reads_the_weapon():
    day = 5  # the evening of the ambush
    light, heavy = (
        evenings("pressure", "north", f"weapons.rocket.weight={w}", scenario=CLASH)[day] for w in (0.5, 2.0)
    )
    assert heavy > light + 0.02


def test_n04_a_background_war_feeds_pressure():
    calm, fed = "background.gaza_war.drip.iran=0", "background.gaza_war.drip.iran=0.01"
    assert evenings("pressure", "iran", fed).mean() > evenings("pressure", "iran", calm).mean() + 0.05
    assert len(on_us(acts(fed))) > 1.05 * len(on_us(acts(calm)))


def test_n05_declared_and_struck_may_differ():
    def in_iraq(frame):
        return by(frame, "iran").query("displaced and place == 'iraq' and target == 'iraq'")

    strikes = in_iraq(acts())
    assert len(strikes) > 0
    assert strikes.declared.isin(["israel", "united_states", "united_kingdom"]).all()
    assert len(in_iraq(acts("ties.iran.iraq.third_state_cost=4"))) < 0.5 * len(strikes)

    def reactions(*sets):
        causes = in_iraq(acts(*sets)).set_index(["run", "act"]).index
        return acts(*sets).query("actor == 'iraq'").set_index(["run", "cause"]).index.isin(causes).sum()

    assert reactions() > reactions("actors.iraq.restraint.tolerance=1"), "the host feels it, whoever was meant"


def test_n06_a_campaign_runs_daily_and_is_mostly_let_pass():
    attacks = on_us(acts())
    assert len(attacks) / 200 > 80
    assert 0 < answered(acts(), attacks, "united_states") < 0.15
    slow = on_us(acts("campaigns.us_bases.rate=0.4"))
    assert len(slow) < 0.5 * len(attacks)
    touchy = acts("actors.united_states.restraint.tolerance=0", "constants.harassment_threshold=0.1")
    assert answered(touchy, on_us(touchy), "united_states") > answered(acts(), attacks, "united_states")


def test_n07_heavy_attacks_stay_rare_in_a_campaign():
    assert 0 < (on_us(acts()).rung == 5).mean() < 0.04
    none = on_us(acts("constants.heavy_base=0", "constants.heavy_uncontrolled=0"))
    assert (none.rung == 4).all()
    assert not none.weapon.isin(["fateh_313", "qiam"]).any()


def test_n08_a_leaders_death_is_a_provocation_of_its_own():
    day = 89  # 4 January 2024
    plain, leader = (evenings("pressure", MILITIA, f"events.baghdad.rank={rank}")[day] for rank in (0, 2))
    assert leader > plain + 0.02

    def answers(rank):
        """Share of runs in which North answers the ambush by force."""
        frame = acts(f"events.ambush.rank={rank}", "ties.north.south.fear=0.8", scenario=CLASH)
        return by(frame, "north").query("cause == 0 and rung >= 6").run.nunique() / 200

    assert answers(2) > answers(0) + 0.05


def test_n09_exposed_forces_can_be_hit_and_deter_their_owner():
    few, many = (on_us(acts(f"forces.us_iraq.personnel={n}", f"forces.us_syria.personnel={n}")) for n in (100, 20000))
    assert (many.wounded + many.killed).sum() > 1.5 * (few.wounded + few.killed).sum()
    names = case(JANUARY).names.actors
    pair = names.index("united_states") * len(names) + names.index("iran")
    free, hostage = (case(JANUARY, f"forces.us_iraq.hostage={h}").worlds[0].dyads[pair]["fear"] for h in (0, 0.3))
    assert hostage == pytest.approx(free + 0.3)


def states_struck_together(*sets):
    """Share of runs in which Iran strikes on the soil of two or more neighbours within two days."""
    strikes = overt(acts(*sets), "iran").query("place in ['iraq', 'syria', 'pakistan']")
    pairs = strikes.merge(strikes, on="run")
    close = pairs[((pairs.day_x - pairs.day_y).abs() <= 1) & (pairs.place_x.astype(str) != pairs.place_y.astype(str))]
    return close.run.nunique() / 200


def test_n10_one_shock_leads_to_strikes_on_several_states():
    calm = [f"events.kerman.{name}=0" for name in ("killed", "killed_civilians", "wounded")]
    assert states_struck_together() > 0.3
    assert states_struck_together(*calm) < 0.5 * states_struck_together()
    assert states_struck_together("constants.opening_cost=5.5") < 0.5 * states_struck_together()


def pakistan_replies(*sets, rung=6):
    """Share of runs in which Pakistan answers the strike on its soil on Iranian soil."""
    frame = acts(*sets, scenario=PANJGUR)
    struck = frame[frame.observed].set_index("run").act
    replies = overt(frame, "pakistan").query("account == 'iran' and place == 'iran' and rung >= @rung")
    return replies[replies.cause == replies.run.map(struck)].run.nunique() / 200


def test_n11_a_struck_host_answers_on_the_strikers_soil():
    assert pakistan_replies() > 0.5
    assert pakistan_replies("actors.pakistan.restraint.credibility=0") < pakistan_replies() - 0.2


def test_n12_pressure_builds_and_is_vented_by_visible_acts():
    def mean(*sets):
        return evenings("pressure", "iran", *sets)[90:].mean()

    assert mean("constants.harm_to_pressure=2") > mean() + 0.02
    assert mean("constants.vow_lift=0.5") > mean("constants.vow_lift=4") + 0.02
    assert mean("constants.account_vented=0.95") < mean("constants.account_vented=0.2") - 0.01


def strikes_after_kerman(*sets):
    """Overt Iranian strikes in the thirty days after 3 January, a run."""
    return len(overt(acts(*sets), "iran").query("88 <= day <= 118")) / 200


def test_n13_a_mass_casualty_shock_that_cannot_be_answered_at_its_source():
    quiet = ("events.kerman.killed=0", "events.kerman.killed_civilians=0", "events.kerman.wounded=0")
    assert strikes_after_kerman() > strikes_after_kerman(*quiet) + 0.1
    kerman = acts()[acts().observed & (acts().site == "kerman")].set_index("run").act
    answers = by(acts(), "iran")
    answers = answers[answers.cause == answers.run.map(kerman)]
    assert len(answers) > 0
    assert (answers.place != "iran").all(), "nobody at home to answer"
    frequent = acts("actors.islamic_state.attacks.rate=0.06")
    assert (frequent.origin == "spoiler").sum() > 1.5 * (acts().origin == "spoiler").sum()


def test_n14_fear_moves_force_to_proxies():
    def share(*sets):
        """Share of Iran's force against the United States and Israel that goes through proxies."""
        force = by(acts(*sets), "iran").query("account in @TARGETS and target in @TARGETS")
        return (force.channel == "proxy").mean()

    def orders(*sets):
        """Acts that Iran orders its proxies to do against the United States and Israel."""
        return len(by(acts(*sets), "iran").query("account in @TARGETS and target in @TARGETS and channel == 'proxy'"))

    def strikes(fear):
        return len(
            overt(acts(*(f"ties.iran.{other}.fear={fear}" for other in TARGETS)), "iran").query("target in @TARGETS")
        )

    assert strikes(0.2) > 2 * strikes(0.9)
    assert share() > share(*(f"ties.iran.{other}.fear=0.2" for other in TARGETS))
    assert orders("constants.patron_blame=0.2") > orders("constants.patron_blame=0.8")
    free, reined = (len(on_us(acts(f"ties.iran.united_states.fear={fear}", UNDAUNTED))) for fear in (0, 1))
    assert reined < 0.9 * free, "a patron that fears the reply reins its militias in"


def test_n15_who_underrates_a_host_strikes_it_more():
    blind, clear = (
        len(
            overt(acts(f"ties.iran.pakistan.underrates={share}", "ties.iran.pakistan.fear=0.7"), "iran").query(
                "place == 'pakistan'"
            )
        )
        for share in (0.9, 0.0)
    )
    assert blind > 1.2 * max(1, clear)


def test_n16_the_host_counts_its_own_dead_and_its_soil():
    def felt(*sets):
        return evenings("pressure", "pakistan", *sets, scenario=PANJGUR)[2]

    assert felt() > felt("events.panjgur.killed_civilians=0") + 0.02
    assert felt() > felt("constants.home_harm=0") + 0.02
    assert acts(scenario=PANJGUR).query("observed").target.eq("jaish_al_adl").all()
    camps = (
        acts("constants.civilian_camp=0.8").killed_civilians.sum(),
        acts("constants.civilian_camp=0").killed_civilians.sum(),
    )
    assert camps[0] > camps[1]


def test_n17_credibility_pulls_up_and_the_nuclear_shadow_holds_down():
    low, high = (pakistan_replies(f"actors.pakistan.restraint.credibility={c}") for c in (0.0, 1.2))
    assert high > low + 0.1
    salvo, bold = (
        {"scenario": CLASH, "runs": 2000},
        ("ties.north.south.fear=0", "actors.north.restraint.credibility=1.5"),
    )
    shadow = ("actors.south.nuclear=true", "constants.nuclear_weight=12", "constants.nuclear_steepness=2")
    plain, shaded = (len(by(acts(*bold, *sets, **salvo), "north").query("rung >= 8")) for sets in ((), shadow))
    assert shaded < 0.8 * plain


def test_n18_pressure_and_restraint_meet_in_one_decision():
    strikes = [len(overt(acts(f"actors.iran.pressure.baseline={p}"), "iran")) for p in (0.1, 0.4, 0.8)]
    assert strikes == sorted(strikes)
    assert strikes[2] > 1.1 * strikes[0]

    def abroad(weight):
        return len(overt(acts(f"constants.third_state_weight={weight}"), "iran").query("displaced"))

    assert abroad(0.5) > 1.1 * abroad(3)
    timid = [f"ties.iran.{other}.fear=1" for other in ("iraq", "syria", "pakistan", *TARGETS)]
    assert len(overt(acts(*timid), "iran")) < 0.8 * strikes[1]
