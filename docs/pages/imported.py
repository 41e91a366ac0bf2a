"""Imported events, act by act: scores of a file that may not ship, and where to fetch it."""

from __future__ import annotations

from collections.abc import Iterable

from brink.docs.pages import markdown
from brink.docs.pages.found import NULL, PROVEN, Told, bounds, compared, proven, scored, written
from brink.experiments.evidence.events.forecasters import BASE, LOGIT, RECALIBRATED
from brink.experiments.evidence.events.scoring import ANY, DELAY, LEVEL
from brink.experiments.measures.numbers import count

FILE = "events.json"
TEXT = """\
## Imported events, act by act

{events}: the licence forbids to ship the file, not to score it. The file was found in a
[public repository]({found_at});
its sha256 is `{file_sha256}`. Put it into `build/events/` and run
`python docs/renew_evidence.py --only events`, or by hand:

```
brink import mie-1.0.csv
brink backtest --events mie-1.0-acts.csv --primary {primary}
```

The acts have the sha256 `{sha256}`.
{number} acts from {since} to {cut} in {crises} confrontations are scored: what had the other side done thirty days
later? Learned from {learned} acts from {begin} on; no row after the cut was read. Every confrontation counts once, in
learning as in scoring. *{compared}* was named on {named}, before any act from {since} on was scored, and
chosen on acts to 1989 alone: it sees what the logit sees (level, deaths and the history of the dispute) and the chances
of the model with its constants as shipped. Made with the model {model}."""
READ = """\
**How to read it.** In any reply *{compared}* has a lower error than the base rate by {base}, and than the logit with
history by {logit}.{history} Levels and delays of the rivals are the plain shares of the past, so that to be nearer
there is the least that can be asked: in the delay, in days, by {delay}; in the level by {level}. The model by itself
ranks acts with an AUC of {auc}. The file says nothing of distance, borders, power and weapons, so that the logit with
these features is not among the rivals; `--features` takes them from columns of one's own."""
HISTORY = """ It is the history of the dispute that tells who answers; what the model adds to it,
{crises} confrontations cannot show."""
MISSING = """\
## Imported events, act by act

*Not measured*: the licences of those files do not let them ship. `brink backtest --events FILE` scores them
([how](how-to/import-events.md)); the made-up sample only shows that it runs."""
HEADS = ("score", "*{}* against", "error lower by", "luck", "confrontations", "would be seen")


def section(told: Told | None) -> list[str]:
    """The scores of every forecaster, then the one that was named against the others."""
    if told is None:
        return [MISSING]
    frame = told["frames"]["events"]
    text = TEXT.format(
        **{name: told[name] for name in ("events", "found_at", "file_sha256", "sha256", "since", "cut", "model")},
        primary=told["primary"]["name"],
        named=told["primary"]["named"],
        begin=told["from"],
        number=count(frame["number"]),
        crises=count(frame["crises"]),
        learned=count(frame["learned_from"]),
        compared=frame["compared"],
    )
    heads = tuple(head.format(frame["compared"]) for head in HEADS)
    return [text, scores_table(frame), markdown.table(heads, against(frame)), reading(frame)]


def reading(frame: Told) -> str:
    """What the tables come to."""
    logit, by_itself = against_logit(frame), scored(frame, RECALIBRATED)
    base = compared(frame["comparisons"], BASE)
    alone = proven(base) == PROVEN and proven(logit[ANY]) == NULL
    return READ.format(
        compared=frame["compared"],
        base=said(base),
        logit=said(logit[ANY]),
        history=HISTORY.format(crises=count(frame["crises"])) if alone else "",
        delay=said(logit[DELAY]),
        level=said(logit[LEVEL]),
        auc=written(bounds(by_itself["auc"])),
    )


def said(row: Told) -> str:
    """A gain with what it comes to."""
    return f"{written(bounds(row['gain']), '+')}, {proven(row).strip('*')}"


def scores_table(frame: Told) -> str:
    """Scores of every forecaster."""
    names = [frame["score"], *frame["by_score"]]
    rows = [
        (
            row["forecaster"],
            row["role"] if row["role"] == "primary" else "",
            *(written(bounds(row["scores"][name])) for name in names),
            written(bounds(row["in_the_large"]), "+"),
            written(bounds(row["auc"])),
        )
        for row in sorted(frame["scores"], key=lambda one: one["scores"][frame["score"]]["estimate"])
    ]
    return markdown.table(("forecaster", "", *names, "level of any reply", "AUC of any reply"), rows)


def against(frame: Told) -> Iterable[tuple[str, ...]]:
    """The forecaster that was named against each other, in each score."""
    for score, rows in by_score(frame).items():
        for row in rows:
            yield (
                score,
                f"*{row['rival']}*",
                written(bounds(row["gain"]), "+"),
                f"{row['adjusted']:.3f}",
                count(row["crises"]),
                f"{row['in_sight']:.3f}",
            )


def by_score(frame: Told) -> dict[str, list[Told]]:
    """Comparisons of the forecaster that counts, by the name of the score."""
    return {frame["score"]: frame["comparisons"], **frame["by_score"]}


def against_logit(frame: Told) -> dict[str, Told]:
    """The comparison with the logit with history in each score."""
    return {score: compared(rows, LOGIT) for score, rows in by_score(frame).items()}
