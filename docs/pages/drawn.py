"""The unseen acts with constants drawn from a posterior, beside constants as they ship: is one set too narrow?"""

from __future__ import annotations

from collections.abc import Iterable

from brink.docs.pages import markdown
from brink.docs.pages.found import COVERED, Told, bounds, brier, written

FILES = {"posterior": "unseen-shipped.json", "disputes alone": "unseen-disputes.json"}
TEXT = """\
## Constants drawn from the posterior

`brink backtest --learn record --score record --since 2010-01-01 --posterior shipped` (or `disputes`) forecasts the same
acts, each run with a draw of the constants; all of it is exploratory. The posterior that ships has seen the first
openings of the record, of which some are among the acts that are scored; *disputes alone* has seen no coded act.
*Inside*: shares of answered acts whose rung or delay lies in the central 50 and 90 %
(asked: .40 to .60 and .84 to .96)."""
ABSENT = """\
## Constants drawn from the posterior

Not measured with this model: `docs/renew_evidence.py --only drawn`."""
READ = """\
With constants drawn from the posterior {inside} of {cells} covered shares lie within the bounds that were asked for,
with disputes alone {inside_alone}, and with one set of constants {inside_shipped}. Nothing learned, the score lies
{better} that of the constants as shipped on {frames}."""
HEADS = ("frame", "constants", "forecaster", "Brier", "AUC", "rung inside 50 / 90 %", "delay inside 50 / 90 %")
FRAMES = ("openings", "replies")
FORECASTERS = ("brink, recalibrated", "brink as shipped")
#: What they are called where constants may be drawn.
CALLED = {"brink, recalibrated": "level and slope learned", "brink as shipped": "nothing learned"}


def section(told: Told, drawn: dict[str, Told]) -> list[str]:
    """Both posteriors beside the constants as shipped; ``drawn`` by what they are called, as far as they were made."""
    if len(drawn) < len(FILES):
        return [ABSENT]
    every = {"as shipped": told, **drawn}
    rows = [row for frame in FRAMES for name, one in every.items() for row in rows_of(frame, name, one)]
    counts = {name: sum(inside(one)) for name, one in every.items()}
    lower = {frame: plain(drawn["posterior"], frame) < plain(told, frame) for frame in FRAMES}
    where = [frame for frame, below in lower.items() if below]
    text = READ.format(
        inside=counts["posterior"],
        inside_alone=counts["disputes alone"],
        inside_shipped=counts["as shipped"],
        cells=len(inside(told)),
        better="below" if where else "nowhere below",
        frames=" and ".join(where or FRAMES),
    )
    return [TEXT, markdown.table(HEADS, rows), text]


def rows_of(frame: str, name: str, told: Told) -> Iterable[tuple[str, ...]]:
    """Brink with level and slope learned, and as its constants have it."""
    for row in told["frames"][frame]["scores"]:
        if row["forecaster"] in FORECASTERS:
            yield (
                frame,
                name,
                CALLED[row["forecaster"]],
                written(bounds(row["scores"]["Brier"])),
                written(bounds(row["auc"])),
                *(
                    " / ".join(f"{share['estimate']:.2f}" for share in row["covered"][what].values())
                    for what in ("rung", "delay")
                ),
            )


def inside(told: Told) -> list[bool]:
    """Whether each share that was asked for lies within its bounds, with level and slope learned."""
    rows = [row for frame in FRAMES for row in told["frames"][frame]["scores"] if row["forecaster"] == FORECASTERS[0]]
    return [
        COVERED[level][0] <= share["estimate"] <= COVERED[level][1]
        for row in rows
        for shares in row["covered"].values()
        for level, share in shares.items()
    ]


def plain(told: Told, frame: str) -> float:
    """The score on a frame with nothing learned."""
    return brier(told["frames"][frame], FORECASTERS[1])
