"""What the calibration finds of constants that are hidden from it: rank histograms, and what intervals cover."""

from __future__ import annotations

from brink.docs.pages import markdown
from brink.docs.pages.found import SURE, Told

HISTOGRAMS = "Rank histograms of the constants that the calibration hid from itself, beside what luck allows"
TEXT = """\
## Does the calibration find what it hides?

At each of {trials} trials constants are drawn from the prior, data are simulated from them with the allowance for what
the model leaves out, and the whole procedure runs as on real data: history matching by emulator, a second wave from
what is not ruled out, half of it where January is met best, learned summaries, clipping, the nearest rows, their
weights, resampling (`docs/renew_ranks.py`; {first} and {second} points of {crises} generic crises and {winters}
winters each, model {model}). Inside are all data of the fit: the statistics of disputes; the coded acts and the first
openings of the record, answered anew by the chances at the hidden constants (lapses drawn too); and the bounds of
January, laid anew round what the hidden constants do. A bound with two ends keeps its width; where one end alone
bounds, it is put where another point of the prior lies, and what is asked is the side. Were the procedure right, the
rank of the truth among {draws} draws would be uniform. *Luck* is the chance of a histogram as uneven; with {many}
constants one below {single:.3f} means something (Bonferroni). *Covered*: how often the truth lies in the central 80 %;
by chance alone {scatter:.2f} either way. *Disputes alone* is the same without acts and January. The power at which the
likelihood of acts and January counts was chosen on such trials: at 1 the intervals were too narrow.

![{picture}](images/ranks.png)

{table}

{verdict} In the mean of all constants 80 % intervals cover {covered:.2f}, with disputes alone {alone:.2f}. A posterior
amounts to {effective:.0f} rows of equal weight in the middle of all trials, with disputes alone to
{effective_alone:.0f}.

**Does it foretell what it was not shown?** Each quarter of the statistics of disputes is foretold from the other three,
without acts and January; energy score of all of them together, in tolerances, lower is better: posterior
{posterior:.2f}, prior {prior:.2f}, constants as shipped {shipped:.2f}. {moves}"""
HEADS = ("constant", "ranks, ten bins", "mean rank", "luck", "covered by 80 %", "luck, disputes alone", "covered")


def section(told: Told) -> list[str]:
    """Rank histograms and energy scores."""
    whole, alone, size = told["constants"], told["disputes_alone"], told["size"]
    rows = [
        (
            f"`{name}`",
            " ".join(map(str, row["ranks"])),
            f"{row['mean_rank']:.2f}",
            f"{row['luck']:.3f}",
            f"{row['covered']['0.8']:.2f}",
            f"{alone[name]['luck']:.3f}",
            f"{alone[name]['covered']['0.8']:.2f}",
        )
        for name, row in whole.items()
    ]
    text = TEXT.format(
        **{name: size[name] for name in ("trials", "first", "second", "crises", "winters")},
        model=told["model"],
        draws=told["draws"],
        many=len(rows),
        single=SURE / len(rows),
        scatter=2 * (0.8 * 0.2 / size["trials"]) ** 0.5,
        picture=HISTOGRAMS,
        table=markdown.table(HEADS, rows),
        verdict=verdict(whole),
        covered=mean_covered(whole),
        alone=mean_covered(alone),
        effective=told["effective_rows"]["whole"],
        effective_alone=told["effective_rows"]["alone"],
        **told["energy"],
        moves=moves(told["moves_the_default"]),
    )
    return [text]


def verdict(constants: Told) -> str:
    """Which histograms are uneven beyond luck."""
    off = [f"`{name}`" for name, row in constants.items() if row["luck"] < SURE / len(constants)]
    if off:
        return f"Uneven beyond luck: {', '.join(off)}. Intervals of these constants do not mean what they say."
    return "No histogram is uneven beyond luck; so few trials would show only gross faults."


def mean_covered(constants: Told) -> float:
    """What central 80 % intervals cover, in the mean of the constants."""
    shares = [row["covered"]["0.8"] for row in constants.values()]
    return sum(shares) / len(shares)


def moves(nearer: bool) -> str:
    """Whether the posterior foretells what it was not shown better than the constants as they ship."""
    if nearer:
        return "The posterior lies nearer than the shipped constants: on one set of data, without an interval, a hint."
    return "The shipped constants foretell them no worse: calibration does not move the default."
