"""Sentences about acts: verbs of the ladder, what was launched and what it did, who said they did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from .claims import capital
from .labels import in_sentence, mark_of
from .numbers import count, date_of, several
from .phrases import ACT, AREAS, DEADLY, DEEDS, DEEDS_MANY, FATAL, LONG_AGO, MISSED, ORIGINS, UNCLAIMED, VERBS

Act = dict[str, Any]
#: Plain name of a thing by id and section of the scenario.
Label = Callable[[str, str], str]


class Narrator:
    """Tells the acts of one run; knows all of them, so that an answer can name what it answers."""

    def __init__(self, label: Label, acts: list[Act], also: dict[int, list[int]], wars: list[Act]) -> None:
        """Keep the run: ``also`` lists what an act answers besides its cause, ``wars`` are rows of ``wars.parquet``."""
        self._label, self._acts, self._also, self._wars = label, {act["act"]: act for act in acts}, also, wars

    def act(self, act: Act) -> list[str]:
        """An act in a few sentences; the first is its headline."""
        parts = [self._headline(act), self._displaced(act), self._answers(act)]
        if act["kinetic"]:
            parts += [self._damage(act), self._attribution(act)]
        if act["closing"]:
            parts.append(ACT["closing"])
        return [part for part in parts if part]

    def routine(self, acts: list[Act]) -> str:
        """Acts of standing campaigns that drew no answer, in one sentence; all scripted, or all simulated."""
        kinetic = [act for act in acts if act["kinetic"]]
        pairs = Counter((self._actor(act["actor"]), self._actor(act["target"])) for act in kinetic)
        who = ", ".join(_say("pair", actor=a, target=b, number=number) for (a, b), number in pairs.most_common())
        first, last = date_of(acts[0]["date"]), date_of(acts[-1]["date"])
        when = first if first == last else _say("period", first=first, last=last)
        parts = self._words([act for act in acts if not act["kinetic"]])
        if kinetic:
            hurt = {name: sum(act[name] for act in kinetic) for name in ("killed", "killed_civilians", "wounded")}
            attacks = f"{several(len(kinetic), ACT['campaign_attack'])}: {who}"
            parts = [attacks, *parts, _toll(hurt), ACT["none_answered"]]
        return _say("routine", when=when, mark=self._mark(acts[0]), what="; ".join(parts))

    def _words(self, acts: list[Act]) -> list[str]:
        """What was said and shown, and by whom, the commonest first."""
        found = []
        for deed, number in Counter(DEEDS[act["rung"]] for act in acts).most_common():
            by = Counter(self._actor(act["actor"]) for act in acts if DEEDS[act["rung"]] == deed)
            deeds = several(number, deed, DEEDS_MANY.get(deed, ""))
            found.append(_say("deeds_by", deeds=deeds, actors=_listed([name for name, _ in by.most_common()])))
        return found

    def wars(self) -> list[str]:
        """A sentence for each war."""
        return [
            _say(
                "war", act=war["act"], side_a=self._actor(war["side_a"]), side_b=self._actor(war["side_b"]),
                days=several(war["last_day"] - war["first_day"] + 1, "day"),
                killed_a=count(war["killed_a"]), killed_b=count(war["killed_b"]),
            )
            for war in self._wars
        ]  # fmt: skip

    def stops(self, pause: Act, day: date) -> str:
        """That standing campaigns stop, at whose word and over what; ``pause``: a row of ``pauses.parquet``."""
        against = self._actor(pause["against"])
        if pause["word"] is None:
            actor = capital(self._actor(pause["actor"]))
            return _say("agreed", date=date_of(day), mark=ACT["simulated"], actor=actor, against=against)
        over = self._acts[pause["act"]]
        why = (
            _say("own_choice", act=over["act"], deed=self._deed(over), killed=count(over["killed"]))
            if pause["word"] == pause["actor"]
            else _say(
                "reined_in", word=self._actor(pause["word"]), against=against, act=over["act"], deed=self._deed(over),
                target=self._actor(over["target"]),
            )
        )  # fmt: skip
        whose = capital(self._possessive(pause["actor"]))
        return _say("stops", date=date_of(day), mark=ACT["simulated"], whose=whose, why=why)

    def goes_on(self, pause: Act, day: date) -> str:
        """That they go on, and how it came to that."""
        said = {"date": date_of(day), "mark": ACT["simulated"]}
        said["days"] = several(pause["last_day"] - pause["first_day"], "day")
        if pause["word"] is None:
            sides = {"actor": self._actor(pause["actor"]), "against": self._actor(pause["against"])}
            return _say("truce_broken", **said, **sides, act=pause["broken_by"])
        how = ACT["taken_up"]
        if pause["broken_by"] >= 0:
            how = _say("broken", act=pause["broken_by"])
        elif pause["word"] != pause["actor"]:
            how = _say("let_go", word=self._actor(pause["word"]))
        return _say("goes_on", **said, whose=capital(self._possessive(pause["actor"])), how=how)

    def still(self, pause: Act, first: date) -> str:
        """That standing campaigns which stopped on a day have not gone on by the end of the run."""
        if pause["word"] is None:
            sides = {"actor": self._actor(pause["actor"]), "against": self._actor(pause["against"])}
            return _say("truce_holds", **sides, date=date_of(first))
        return _say("at_rest", whose=capital(self._possessive(pause["actor"])), date=date_of(first))

    def truce(self, first: date, last: date, pairs: list[tuple[str, str]]) -> str:
        """A truce that the scenario dates, and whose standing campaigns on whom keep it."""
        sides = _listed([_say("side", actor=self._actor(by), target=self._actor(on)) for by, on in pairs])
        return _say("dated", date=date_of(first), mark=mark_of(self._label), last=date_of(last), sides=sides)

    def _actor(self, identifier: str | None) -> str:
        return in_sentence(self._label, identifier, "actors") if identifier else ACT["somebody"]

    def _mark(self, act: Act) -> str:
        return mark_of(self._label) if act["observed"] else ACT["simulated"]

    def _headline(self, act: Act) -> str:
        proxy = act["channel"] == "proxy"
        return _say(
            "headline", act=act["act"], date=date_of(act["date"]), mark=self._mark(act),
            actor=capital(self._actor(act["actor"])), verb=_verb(act), target=self._actor(act["target"]),
            through=_say("through", executor=self._actor(act["executor"])) if proxy else "",
            where=self._where(act) if act["kinetic"] else "",
            aside=self._aside(act), rung=act["rung"], rung_name=rung_said(act),
        )  # fmt: skip

    def _where(self, act: Act) -> str:
        """At which site, in which territory, unless what was said before names it."""
        bare = self._label(act["place"], "territories") if act["place"] else ""
        territory = in_sentence(self._label, act["place"], "territories") if act["place"] else ""
        site = self._label(act["site"], "places") if act["site"] else ""
        if bare.lower() in f"{self._actor(act['target'])} {site}".lower():
            territory = ""
        if not site:
            return _say("soil", territory=territory) if territory else ""
        name, _, more = site.partition(", ")
        at = "area" if set(name.lower().split()) & set(AREAS) else "site"
        said = _say(at, site=_say("place_of", name=name, more=more) if more else name)
        return said + (_say("site_in", territory=territory) if territory else "")

    def _aside(self, act: Act) -> str:
        """Whom it said that it struck, where that is another."""
        if act["declared"] == act["target"]:
            return ""
        return _say("aside_site" if act["site"] else "aside", declared=self._actor(act["declared"]))

    def _displaced(self, act: Act) -> str:
        """Whom it struck in place of the one that it holds to account."""
        return _say("displaced", account=self._actor(act["account"])) if act["displaced"] else ""

    def _answers(self, act: Act) -> str:
        if act["cause"] < 0:
            return ORIGINS.get(act["origin"], "")
        also = sorted(self._also.get(act["act"], []), reverse=True)
        new = next((number for number in also if self._acts[number]["day"] < act["day"]), None)
        if act["kinetic"] and new is not None and self._acts[new]["day"] >= self._acts[act["cause"]]["day"] + LONG_AGO:
            others = [number for number in also if number != new]
            return self._answered(act, new, self._goes_back(act["cause"], others))
        return self._answered(act, act["cause"], self._settles(act, also))

    def _answered(self, act: Act, number: int, settles: str) -> str:
        """That it answers an act, after how long, whom it holds to account, and what else it settles."""
        cause = self._acts[number]
        waited = act["day"] - cause["day"]
        after = ACT["same_day"] if waited == 0 else _say("later", days=several(waited, "day"))
        other = act["account"] not in (None, cause["executor"]) and not act["displaced"]
        held = _say("held", account=self._actor(act["account"])) if other else ""
        return _say("answers", cause=number, whose=self._deed(cause), after=after, held=held, settles=settles)

    def _settles(self, act: Act, also: list[int]) -> str:
        """What else it settles, or speaks of: the newest in words, the older ones by number."""
        if not also:
            return ""
        name, whose = "settles" if act["kinetic"] else "speaks_of", self._deed(self._acts[also[0]])
        return _say(name, newest=also[0], whose=whose, others=_others("others", also[1:]))

    def _goes_back(self, cause: int, also: list[int]) -> str:
        """To what the matter goes back, and what else it settles, by number."""
        whose = self._deed(self._acts[cause])
        return _say("goes_back", cause=cause, whose=whose, others=_others("others_too", also))

    def _deed(self, act: Act) -> str:
        """An act in a few words: who carried it out, what, and when."""
        whose = self._possessive(act["executor"])
        return _say("whose", possessive=whose, deed=DEEDS[act["rung"]], date=date_of(act["date"]))

    def _possessive(self, identifier: str) -> str:
        name = self._actor(identifier)
        return _say("possessive_s" if name.endswith("s") else "possessive", name=name)

    def _damage(self, act: Act) -> str:
        """By what means; launched, intercepted, hits; and people."""
        means = _say("means", weapon=self._label(act["weapon"], "weapons")) if act["weapon"] else ""
        flight = ""
        if means and act["launched"]:
            stopped = _say("intercepted", intercepted=count(act["intercepted"])) if act["intercepted"] else ""
            flight = _say(
                "launched", launched=count(act["launched"]), stopped=stopped, hits=several(act["hits"], "hit")
            )
        text = _say("damage", means=means, flight=flight, toll=_toll(act))
        return (ACT["warned"] if act["warned"] else "") + text[0].upper() + text[1:]

    def _attribution(self, act: Act) -> str:
        """Who claimed it and who is blamed, where that is not simply the one who did it."""
        author = act["claimed_by"]
        claimed = _say("claimed", claimed_by=self._actor(author)) if author else ACT["unclaimed"]
        if act["blamed"] in (None, author):
            return _say("attributed", claimed=claimed)
        wrong = ACT["wrongly"] if act["blamed"] not in (act["actor"], act["executor"]) else ""
        return _say("blamed", claimed=claimed, blamed=self._actor(act["blamed"]), wrong=wrong)


def rung_said(act: Act) -> str:
    """What the rung of an act is called, by what came of it and by whether its author claims it."""
    named = FATAL if act["killed"] else MISSED
    name = named.get(act["rung"], str(act["rung_name"]))
    return name.removeprefix(UNCLAIMED) if act["claimed_by"] == act["executor"] else name


def known_civilians(killed: int, civilians: int) -> str:
    """How many of those killed in a run are known to have been civilians, in words that follow their number."""
    if civilians:
        return _say("known_civilians", killed_civilians=count(civilians))
    return ACT["no_known_civilians"] if killed else ""


def _listed(names: list[str]) -> str:
    """Names in a row: commas between them, and a word before the last."""
    *first, last = names
    return ACT["and"].join(filter(None, (", ".join(first), last)))


def _others(name: str, numbers: list[int]) -> str:
    """Acts by number, in a part of a sentence; nothing where there are none."""
    return _say(name, others=", ".join(f"#{number}" for number in numbers)) if numbers else ""


def _toll(hurt: Act) -> str:
    """How many were killed and wounded, in one act or in several."""
    wounded = _say("wounded", wounded=count(hurt["wounded"])) if hurt["wounded"] else ""
    if not hurt["killed"]:
        return ACT["nobody_killed"] + wounded if wounded else ACT["nobody_hurt"]
    return _say("killed", killed=count(hurt["killed"]), civilians=_civilians(hurt)) + wounded


def _verb(act: Act) -> str:
    """What was done to the one that it was done to."""
    rung = act["rung"]
    return DEADLY[rung] if act["killed"] and rung in DEADLY else VERBS[rung]


def _civilians(act: Act) -> str:
    """How many of the killed were civilians, in words that follow their number."""
    killed, civilians = act["killed"], act["killed_civilians"]
    if not civilians:
        return ""
    if civilians == killed:
        return ACT["one_civilian" if killed == 1 else "all_civilians"]
    return ACT["some_civilian"] if civilians == 1 else _say("civilians", killed_civilians=count(civilians))


def _say(name: str, /, **texts: object) -> str:
    return ACT[name].format(**texts)
