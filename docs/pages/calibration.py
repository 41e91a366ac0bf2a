"""What calibration found, as a section of the page on evidence: constants recovered, and the fit to each target."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from brink.docs.pages import markdown
from brink.experiments.evidence import january_bounds, january_match
from brink.experiments.measures.disputes import called

PACKAGE = "brink.experiments.evidence"
TARGETS = "The generic crisis against the statistics of real disputes, target by target"
CALIBRATION = """\
## Calibration

`{command}` first hides known constants and looks whether it finds them, then rules out by history matching what
cannot be (it keeps {kept:.0f} % of the prior), then infers from what is left. Data: {measured} statistics of real
disputes against the generic crisis (two anonymous rivals drawn from ranges, `scenarios/generic-crisis.yaml`;
{crises} crises of {runs} runs a point); the likelihood of {acts:.0f} coded acts and of the first opening in each of
{openings:.0f} cases of the [record](reference/record.md) that nobody picked, by emulators (R squared {r2:.2f} and
{openings_r2:.2f} where they were not trained); and the bounds of January 2024 that the gates hold the model to,
measured by the same function at every point of the second wave: a point weighs less the further it lies outside, and
no bound counts for more than three deviations. {kept_january:.0f} % of these points miss at most three bounds by more
than that. The draws are points that were run, weighed so; they amount to {rows:.0f} points. They ship as
`experiments/evidence/posterior.csv`; each run of `brink run SCENARIO --posterior shipped` takes one. Made with the
model {model}.{older}

### Recovery of known constants

At each of {trials} points of the prior the statistics were simulated, their constants hidden, and inferred from the
{bank:,} other points. *Coverage*: how often the truth lay in the central 80 and 90 % interval (by chance alone,
{trials} trials scatter by {scatter80:.2f} and {scatter90:.2f} either way). *Width*: standard deviation of the
posterior beside that of the prior; a constant is called identifiable where it is at most .8. The allowance for what
the model leaves out (sampling, and .05 for shares or 30 % and one for days and deaths) is counted in, as it is with
the real data; the last two columns drop it, as if the model were the world. Coded acts and January take no part in the
recovery: it is of what the statistics of disputes alone can tell."""
OLDER = """

**These numbers and both posteriors were made with other sources of the model than the scores above.** The fit was not
made again since (`make evidence ARGS='--only fit'`): take them for what that model said, and draws from the posterior
as a range to try conclusions on."""
UNKNOWN = """\
Coverage off by more than chance: {off}.

**These data cannot identify**: {names}. Over most of the prior the statistics leave them open; a conclusion that hangs
on one of them hangs on judgement. If the model were exact, {added} could be identified too.

**Where the posterior disagrees with the shipped constants**: {moved}; the middle nine tenths of the draws leave the
shipped value out. Several statistics lie at the edge of what this model can do whatever its constants (the misses
below), and there a posterior bends constants to make up for what the model lacks. So the shipped constants stay as they
are, and the posterior is one more range to try conclusions on, not a correction."""
FIT = """\
### Fit, target by target

{hits} of {count} statistics lie within reach after calibration ({shipped} with the constants as shipped). Tolerance:
sampling, and .05 for shares or 30 % and one for days and deaths, since model and datasets do not count quite the same
things. A hit lies within 1.645 deviations of tolerance and posterior together; without the width of the posterior,
{strict} of {count} would count. {trivial} of the hits are on shares no larger than what is tolerated, such as war: a
model that never shows them hits them, and they say little."""
MISSES = """\
**The misses say what is off.** {missed}."""
JANUARY = """\
### January, bound by bound

How far outside its bound a gate of January lies, in deviations of chance and tolerance (.05 for shares, a tenth of the
bound for all else), 0 inside; on {runs} runs a point. *Met*: share of points at which it lies no further out than
1.645. Bounds that every point meets are left out: {always}. Of all {count}, a point of the prior meets {prior:.0f} % in
the mean, a draw of the posterior {posterior:.0f} %; the constants as shipped meet {shipped}."""


def section(told: dict[str, Any], model: str) -> list[str]:
    """The section on calibration; ``model`` is what the scores on unseen acts were made with."""
    made = recovery(told, "" if told["model"] == model else OLDER)
    return [*made, *fit(told["fit"]), not_measured(told["not_measured"]), *january(told["january"])]


def january(rows: list[dict[str, Any]]) -> list[str]:
    """How points of the prior, draws of the posterior and the shipped constants fare at the bounds of January."""
    told = [row for row in rows if min(row["met"], row["prior_met"]) < 1 or row["shipped"] > january_match.MET]
    left = {row["name"].split()[0] for row in rows} - {row["name"].split()[0] for row in told}
    intro = JANUARY.format(
        runs=january_bounds.RUNS,
        always=", ".join(sorted(left)) or "none",
        count=len(rows),
        prior=100 * sum(row["prior_met"] for row in rows) / len(rows),
        posterior=100 * sum(row["met"] for row in rows) / len(rows),
        shipped=sum(row["shipped"] <= january_match.MET for row in rows),
    )
    body = [
        (
            row["name"],
            *(f"{row[name]:.2f}" for name in ("prior", "posterior", "shipped")),
            *(f"{100 * row[name]:.0f} %" for name in ("prior_met", "met")),
        )
        for row in told
    ]
    head = ("bound", "prior", "posterior", "shipped", "prior: met", "posterior: met")
    return [intro, markdown.table(head, body)]


def recovery(told: dict[str, Any], older: str) -> list[str]:
    """How calibration works, how well it finds constants that are known, and which it cannot find."""
    head = ("constant", "range", "shipped", "posterior mean", "sd", "coverage of 80 %", "of 90 %", "width")
    head = (*head, "identifiable", "of 90 %, exact", "width, exact")
    intro = CALIBRATION.format(
        model=told["model"],
        older=older,
        command=" ".join(told["command"]),
        trials=told["trials"],
        kept=100 * told["share_not_ruled_out"],
        measured=len(told["fit"]),
        crises=told["generic_crises"],
        runs=told["runs_each"],
        bank=told["size"]["first"] - told["trials"],
        scatter80=scatter(0.8, told["trials"]),
        scatter90=scatter(0.9, told["trials"]),
        r2=told["episodes"]["emulator_r2"],
        openings_r2=told["episodes"]["openings_emulator_r2"],
        acts=told["episodes"]["acts"],
        openings=told["episodes"]["openings_acts"],
        rows=told["episodes"]["effective_rows"],
        kept_january=100 * told["episodes"]["january_not_ruled_out"],
    )
    constants = told["constants"]
    rows = [recovered(name, row) for name, row in constants.items()]
    blind = {name: row for name, row in constants.items() if not row["identifiable"]}
    unknown = UNKNOWN.format(
        names=named(blind),
        added=named(name for name, row in blind.items() if row["if_model_were_exact"]["identifiable"]) or "none",
        off=off(constants, told["trials"]) or "none",
        moved=moved(constants),
    )
    return [intro, markdown.table(head, rows), unknown]


def recovered(name: str, row: dict[str, Any]) -> tuple[str, ...]:
    """A constant as a row of the table."""
    exact = row["if_model_were_exact"]
    return (
        markdown.code(name),
        f"{row['range'][0]:g} to {row['range'][1]:g}",
        f"{row['shipped']:g}",
        f"{row['posterior_mean']:.3g}",
        f"{row['posterior_sd']:.2g}",
        f"{row['recovery_coverage_80']:.2f}",
        f"{row['recovery_coverage_90']:.2f}",
        f"{row['recovery_shrinkage']:.2f}",
        "yes" if row["identifiable"] else "no",
        f"{exact['recovery_coverage_90']:.2f}",
        f"{exact['recovery_shrinkage']:.2f}",
    )


def named(constants: Iterable[str]) -> str:
    """Names of constants in a sentence."""
    return ", ".join(markdown.code(name) for name in constants)


def off(constants: dict[str, Any], trials: int) -> str:
    """Constants whose intervals held the truth more or less often than chance allows."""
    return ", ".join(
        f"{markdown.code(name)} ({row[f'recovery_coverage_{level}']:.2f} where {level / 100:.2f} was promised)"
        for name, row in constants.items()
        for level in (80, 90)
        if abs(row[f"recovery_coverage_{level}"] - level / 100) > scatter(level / 100, trials)
    )


def fit(rows: list[dict[str, Any]]) -> list[str]:
    """Observed and simulated statistics, target by target, with what the misses say."""
    counted = FIT.format(
        hits=sum(row["hit"] for row in rows),
        count=len(rows),
        shipped=sum(row["shipped_hits"] for row in rows),
        trivial=sum(row["hit"] and row["observed"] <= min(1, 1.645 * row["tolerance"]) < 1 for row in rows),
        strict=sum(abs(row["posterior"] - row["observed"]) <= 1.645 * row["tolerance"] for row in rows),
    )
    head = ("statistic", "observed", "tolerance", "prior", "posterior", "shipped", "")
    parts = [counted, markdown.table(head, [fitted(row) for row in rows]), f"![{TARGETS}](images/targets.png)"]
    missed = ", ".join(called(row["name"]) for row in rows if not row["hit"])
    return [*parts, MISSES.format(missed=missed[:1].upper() + missed[1:])] if missed else parts


def fitted(row: dict[str, Any]) -> tuple[str, ...]:
    """A statistic as a row of the table."""
    return (
        called(row["name"]),
        f"{row['observed']:g}",
        f"{row['tolerance']:.2g}",
        f"{row['prior']:.3g}",
        f"{row['posterior']:.3g}",
        f"{row['shipped']:.3g}",
        "hit" if row["hit"] else "**miss**",
    )


def not_measured(reasons: dict[str, str]) -> str:
    """The table of the statistics that were left out, and why."""
    return markdown.table(("not measured", "why"), [(called(name), why) for name, why in reasons.items()])


def scatter(level: float, trials: int) -> float:
    """Two standard errors of a share of trials."""
    return 2 * (level * (1 - level) / trials) ** 0.5


def moved(constants: dict[str, Any]) -> str:
    """Constants whose shipped value lies outside the central nine tenths of the posterior, with those bounds."""
    rows = list(csv.DictReader((files(PACKAGE) / "posterior.csv").read_text(encoding="utf-8").splitlines()))
    told = []
    for name, row in constants.items():
        values = sorted(float(draw[f"constants.{name}"]) for draw in rows)
        low, high = values[len(values) // 20], values[-1 - len(values) // 20]
        if not low <= row["shipped"] <= high:
            told.append(f"{markdown.code(name)} ({low:.2g} to {high:.2g}, shipped {row['shipped']:g})")
    return ", ".join(told) or "nowhere"
