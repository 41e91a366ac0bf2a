"""The sentences of stories as templates: what is said of an act, of a run and of a decision, by name.

Whoever tells a run fills these in, in Python (`sentences.py`, `stories/`) or in a page that runs the model
(`experiments/page/`), so that both use the same words. A name in braces is a text that is made before.
"""

from __future__ import annotations

#: What an actor does at each rung, before the name of whom it does it to.
VERBS: tuple[str, ...] = (
    "made a conciliatory gesture toward",
    "condemned",
    "took diplomatic and economic measures against",
    "made a show of force toward",
    "harassed",
    "made a heavy attack on",
    "struck",
    "struck the forces of",
    "struck at a commander of",
    "struck the homeland of",
    "fired a large salvo at",
    "opened a sustained campaign against",
    "went to general war with",
    "gave a nuclear signal to",
)
#: What it did instead where somebody was killed, by rung.
DEADLY: dict[int, str] = {4: "attacked", 8: "killed a commander of"}
#: What a rung is called, in place of its name, where nobody was killed.
MISSED: dict[int, str] = {8: "attempt on a leader"}
#: What it is called where somebody was.
FATAL: dict[int, str] = {4: "deniable attack"}
#: What a rung's name begins with that does not hold of an act whose author claims it.
UNCLAIMED = "deniable "
#: What an act of each rung is called when it is spoken of again.
DEEDS: tuple[str, ...] = ("gesture", "statement", "measure", "show of force", *("attack",) * 9, "nuclear signal")
#: Those whose plural is not made with an s at the end.
DEEDS_MANY: dict[str, str] = {"show of force": "shows of force"}
#: How a run ends, by its ending (`model/measured.py`).
ENDINGS: dict[str, str] = {
    "quiet": "It ended quiet: no act of force outside campaigns in the last 30 days.",
    "mediated": "It ended quiet, with a mediator at work.",
    "war": "It ended in war.",
    "horizon": "It was still going on when the simulated days ran out.",
}
#: Words in the name of a site that is a stretch of land or sea: one is in it, not at it.
AREAS: tuple[str, ...] = (
    "northern", "southern", "eastern", "western", "central", "sea", "gulf", "strait", "hills", "mountains", "woods",
)  # fmt: skip
#: Days by which what an answer also settles is newer than its cause, from which on that is told as what it answers: a
#: campaign is about what it was opened over, and strikes when there is something new.
LONG_AGO = 8
#: Where an act comes from that answers none.
ORIGINS: dict[str, str] = {"campaign": "Part of a standing campaign.", "spoiler": "An attack of its own accord."}
ACT: dict[str, str] = {
    "simulated": "simulated",
    "somebody": "somebody",
    "headline": "#{act}  {date}  [{mark}]  {actor}{through} {verb} {target}{where}{aside} (rung {rung}: {rung_name}).",
    "through": ", through {executor},",
    "means": "{weapon}: ",
    "aside": ", saying it struck {declared}",
    "aside_site": ", at what it called a site of {declared}",
    "displaced": "It holds {account} to account, and struck this in its place.",
    "site": " at {site}",
    "area": " in {site}",
    "site_in": ", {territory}",
    "soil": " in {territory}",
    "closing": "It let it be known that for its part the matter was closed.",
    "same_day": "the same day",
    "later": "after {days}",
    "place_of": "{name} ({more})",
    "settles": "; it also settles #{newest}, {whose}{others}",
    "speaks_of": "; it also speaks of #{newest}, {whose}{others}",
    "others": ", and {others}",
    "goes_back": "; the matter goes back to #{cause}, {whose}{others}",
    "others_too": "; it also settles {others}",
    "possessive": "{name}'s",
    "possessive_s": "{name}'",
    "whose": "{possessive} {deed} of {date}",
    "answers": "It answers #{cause}, {whose}, {after}{held}{settles}.",
    "held": ", and holds {account} to account for it",
    "launched": "{launched} launched{stopped}, {hits}; ",
    "intercepted": ", {intercepted} intercepted",
    "warned": "It gave warning. ",
    "nobody_killed": "nobody killed",
    "killed": "{killed} killed{civilians}",
    "one_civilian": ", a civilian",
    "all_civilians": ", all civilians",
    "some_civilian": ", one of them a civilian",
    "civilians": ", {killed_civilians} of them civilians",
    "wounded": ", {wounded} wounded",
    "nobody_hurt": "nobody killed or wounded",
    "damage": "{means}{flight}{toll}.",
    "claimed": "Claimed by {claimed_by}",
    "unclaimed": "Nobody claimed it",
    "attributed": "{claimed}.",
    "blamed": "{claimed}; the blame falls{wrong} on {blamed}.",
    "wrongly": ", wrongly,",
    "and": " and ",
    "deeds_by": "{deeds} by {actors}",
    "pair": "{actor} on {target} ({number})",
    "period": "{first} to {last}",
    "campaign_attack": "campaign attack",
    "none_answered": "none answered",
    "routine": "{when}  [{mark}]  {what}.",
    "war": "[simulated]  War between {side_a} and {side_b}, opened by act #{act}, lasted {days}: {side_a} lost "
    "{killed_a} people, {side_b} {killed_b}.",
    "stops": "{date}  [{mark}]  {whose} standing campaign stops: {why}.",
    "reined_in": "{word} reins it in for fear of {against}, over #{act}, {deed} on {target}",
    "own_choice": "its leaders call it off for now, after #{act}, {deed} ({killed} killed)",
    "agreed": "{date}  [{mark}]  {actor} and {against} come to a truce: their campaigns against each other all but "
    "stop.",
    "dated": "{date}  [{mark}]  A truce holds until {last}: it all but halts the campaign attacks {sides}.",
    "side": "of {actor} on {target}",
    "goes_on": "{date}  [{mark}]  {whose} standing campaign goes on after {days}: {how}.",
    "let_go": "{word} allows it again",
    "taken_up": "its leaders take it up again",
    "broken": "#{act} breaks the rest",
    "truce_broken": "{date}  [{mark}]  The truce between {actor} and {against} is over after {days}: #{act} breaks it.",
    "at_rest": "[simulated]  {whose} standing campaign is still at rest, since {date}.",
    "truce_holds": "[simulated]  The truce between {actor} and {against} still holds, since {date}.",
    "in_all": "In all: {kinetic_acts} acts of force in {chains} chains, the longest of {longest_chain}; highest rung "
    "{peak_rung}; {killed} killed{known}; {wounded} wounded.",
    "known_civilians": ", {killed_civilians} of them known civilians",
    "no_known_civilians": ", none of them known to be a civilian",
}
#: What is said of a decision in a line or two.
DECISION: dict[str, str] = {
    "nobody": "nobody",
    "about": "About #{cause} ({actor}, {date})",
    "silence": "{date}  [simulated]  {about}, {outcome}",
    "refused": "gave an order that its proxy refused",
    "acted": "used force",
    "held": "held its fire",
    "outcome": "{actor} {outcome}{by}.",
    "by_act": " (#{act})",
    "reason": "{term} ({value})",
    "and": " and ",
    "for": "for it: {reasons}",
    "against": "against it: {reasons}",
    "nothing": "nothing weighed for it or against it",
    "chance": "The chance of force was {chance} on this day; it is asked each day that the grievance stands{rule}.",
    "rule": ": {rule}",
    "doctrine": "by its doctrine, {name}, it {summary}",
    "reasons": "{told}. {chance}",
}
