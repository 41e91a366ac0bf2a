"""The ODD description (Grimm et al. 2020), as far as it can be read off the code."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import brink
from brink.docs.pages import markdown
from brink.model.batch import MEASURES
from brink.model.mechanisms.registry import CONSTANTS
from brink.model.world import acts
from brink.model.world import tables as world
from brink.model.world.doctrines import DOCTRINES
from brink.model.world.ladder import LAST_DRAWN, RUNG_NAMES, severities

ROOT = Path(inspect.getfile(brink)).parent
#: What a cell of an actor's or a pair's row means where the name does not say it.
MEANING = {
    "kind": "state, militia, spoiler or bystander",
    "patron": "the state that sponsors a militia",
    "senior": "the senior ally whose strikes it joins",
    "joins": "share of the senior ally's strikes that it joins",
    "home": "territory of a state",
    "nuclear": "whether a nuclear shadow lies over its soil",
    "rest": "level that domestic pressure returns to",
    "claims": "confidence of others in its authorship of overt acts",
    "control": "chance that an order or a veto of the patron is obeyed",
    "audience": "amplification of harm at home",
    "tolerance": "harm too small to count",
    "readiness": "days that an operation takes once it is ordered, in the median",
    "first_death": "harm added by the first death",
    "credibility": "worth of standing up for own soil and deterrent",
    "bias": "rungs by which it misreads others' acts",
    "doctrine": "rule of decision",
    "fear": "fear of the other's reply",
    "inferiority": "inferiority in capability",
    "dependence": "dependence on the other",
    "third_state_cost": "cost of striking on the other's soil when not answering it",
    "consent": "consent, as host, to the other's presence",
    "underrates": "share by which the other's reply is underrated",
    "land_claim": "how much land that the other holds is claimed, as a share",
    "solidarity": "share of the other's harm that it feels",
    "rules": "accepted rules of border fire",
    "at_war": "whether both are sides of a background war",
    "truce": "whether a truce holds between the two",
    "protects": "holds to account whoever harms this bystander",
    "sanctioned": "has imposed on it already what sanctions there are",
    "facing": "whether both have forces on the same ground or water that is nobody's",
}
PURPOSE = """\
This page follows the ODD protocol for agent-based models (Grimm et al. 2020). Tables and lists are read off the code;
what stands between them is written by hand. The model in words: [explanation](explanation/model.md).

## 1 Purpose and patterns

To say how a strike leads to a retaliation, how chains of them grow, and what ends them, for analysts who compare
assumptions rather than ask for a forecast. Patterns the model is meant to show: most harassment goes unanswered and
nearly every fatal attack does not; delays with a median of days and a tail of weeks; a struck host that speaks rather
than strikes, unless its deterrent is at stake; one shock that releases strikes on several states at once; most chains
end after one act; wars are rare. They are tested in `tests/patterns/` and held by [gates](explanation/gates.md); how
the model does against data is on the page [evidence](evidence.md)."""
ENTITIES = """\
## 2 Entities, state variables, scales

Actors (states, militias, spoilers, bystanders), directed pairs of actors, acts, territories with places, weapons,
standing campaigns. One step is a day; the horizon is set by the scenario (up to ten years). Space is a set of places
with coordinates: a weapon reaches a place or not, along great circles.

Each actor has fixed traits and, during a run, domestic pressure in [0, 1], the operation that it prepares, and
for fear of whom its campaigns rest, at whose word. Each directed pair has an account (severity) of what one holds
against the other, harm that only adds up, a vow, overt acts remembered, closing words heard; each pair a mediator at
work. Which mechanism remembers what is said in
[the architecture](explanation/architecture.md#a-mechanism-has-one-home). Recorded each
evening for each actor: {measures}."""
CONCEPTS = """\
## 4 Design concepts

- **Basic principles.** Harm raises pressure at home and an account against whoever is blamed; an answer settles the
  account and the vow, and pressure follows; fear of the reply holds back. Sources stand with every rule below.
- **Emergence.** Chains, their length and depth, wars, displaced retaliation. Nothing sets a chain's length directly.
- **Adaptation and objectives.** Delegated answers are decided one by one; a leadership meets the more often the more
  pressure and grievance there is, and looks at all accounts: the first overt front must be worth its cost, further
  ones come free. Waiting or acting, option, rung and weapon are chosen by a nested logit over utility (doctrine
  `appraisal`), or by a rival rule. There is no look-ahead beyond the feared reply.
- **Learning.** None within a run.
- **Prediction.** An actor expects the reply to an option from how grave it is, how surely it will be blamed, and how
  much it fears the other: a rule of thumb fixed by the scenario, wrong where it underrates the other.
- **Sensing.** Acts are read with error (`misreading_sd`, the actor's bias); the author of a deniable act may be
  mistaken.
- **Interaction.** Through acts alone, direct, by proxy, or on the soil of third parties.
- **Stochasticity.** Timing, a hidden threshold for each grievance, choice, damage, attribution, mediation. Every draw
  is a function of seed, run, occasion and purpose, so runs can be paired and replayed.
- **Collectives.** Patron and militia: orders, vetoes, shared blame.
- **Observation.** The act log (every act names the act it answers), outcomes of runs, daily series."""
REST = """\
## 5 Initialization

All stocks start at rest: pressure at its resting level, accounts empty. Scripted acts before `simulate_from` build
them up. Values come from the scenario file: [its reference](reference/scenario.md).

## 6 Input data

Dated events, campaigns, background wars and interventions of the scenario file. Nothing is read during a run."""


def fields(dtype: str) -> list[tuple[str, str]]:
    """Names and meanings of a row of the world's tables; one without a meaning fails."""
    names = getattr(world, dtype).names
    return [(markdown.code(name), MEANING[name]) for name in names if name not in ("key", "d0", "d1", "d2", "d3")]


def functions(path: Path) -> list[tuple[str, str]]:
    """Public functions of a module with the first sentence of what they do."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    return [(node.name, first_line(ast.get_docstring(node))) for node in found]


def first_line(text: str | None) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((text or "").split("\n\n")[0].split())


def day() -> str:
    """The order of a day: the calls in the engine's own function, with what each does."""
    path = ROOT / "model" / "engine" / "day.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {name: text for file in sorted(path.parent.glob("*.py")) for name, text in functions(file)}
    body = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "live_day")
    calls = [node for node in ast.walk(body) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    ordered = sorted((call.lineno, call.func.id) for call in calls if isinstance(call.func, ast.Name))
    names = [name for _, name in ordered if name in told]
    return "\n".join(f"{k}. {markdown.code(name)}: {told[name]}" for k, name in enumerate(dict.fromkeys(names), 1))


def submodels() -> str:
    """One section a rule: its formulas and how many constants it reads."""
    parts = []
    for path in sorted((ROOT / "model" / "mechanisms").glob("*.py")):
        if path.stem in ("__init__", "registry"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        count = sum(constant.rule == path.stem for constant in CONSTANTS.values())
        head = f"### {path.stem.capitalize()}\n\n{first_line(ast.get_docstring(tree))}"
        tail = f" Constants: {count}, in [the table](reference/constants.md)." if count else ""
        lines = [f"- {markdown.code(name)}: {text}" for name, text in functions(path)]
        parts.append(f"{head}{tail}\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def page() -> str:
    """Return the page."""
    severity = severities(CONSTANTS["ladder_growth"].default)
    rungs = [(k, name, f"{severity[k]:.3f}" if k <= LAST_DRAWN else "a signal") for k, name in enumerate(RUNG_NAMES)]
    doctrines = [(markdown.code(name), entry.summary, entry.source) for name, entry in DOCTRINES.items()]
    return markdown.page(
        "ODD description",
        PURPOSE,
        ENTITIES.format(measures=", ".join(MEASURES)),
        "Traits of an actor:\n\n" + markdown.table(("trait", "meaning"), fields("ACTOR")),
        "Of a directed pair (i toward j):\n\n" + markdown.table(("trait", "meaning"), fields("DYAD")),
        "An act has: " + ", ".join(markdown.code(name) for name in acts.ACT.names or ()) + ".",
        "The ladder, with severity on a scale on which a strike on a group abroad is a tenth:\n\n"
        + markdown.table(("rung", "name", "severity"), rungs),
        "## 3 Process overview and scheduling\n\nEach day, in this order:\n\n" + day(),
        CONCEPTS,
        "Doctrines an actor can be given:\n\n" + markdown.table(("doctrine", "what it does", "source"), doctrines),
        REST,
        "## 7 Submodels\n\n" + submodels(),
    )
