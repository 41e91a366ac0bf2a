"""The lesson "Why did it stop?": five screens before the page of January 2024, in which the reader decides first.

What happened is told from the public record up to 20 January 2024, as `scenarios/january-2024.yaml` and the episodes
cite it; the numbers in it are those of the reader's own runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .offered import range_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

SCENARIO = "January 2024"
OBSERVED = "OBSERVED"


def _told(text: str, mark: str = "") -> dict[str, str]:
    return {"text": text, "mark": mark}


SCREENS: tuple[dict[str, Any], ...] = (
    {
        "title": "Three strikes in two days",
        "paragraphs": [
            _told("On 3 January 2024 two bombs killed more than eighty people in Kerman. The Islamic State claimed them.", OBSERVED),
            _told("On 15 January Iran fired ballistic missiles into Iraq and Syria. On 16 January it struck a group in the Pakistani province of Balochistan, and said so. Two children died.", OBSERVED),
            _told("No state had expected to be struck by Iran that week. Pakistan has nuclear weapons, an air force, and a border with Iran that both call peaceful."),
        ],
    },
    {
        "title": "You are Pakistan. It is 17 January",
        "paragraphs": [
            _told("You have recalled your ambassador. The newspapers ask what the army is for. Your generals say that they can hit camps of Baloch separatists on Iranian soil within a day."),
        ],
        "ask": "What do you do?",
        "choices": [
            "Protest, and leave it at that",
            "Strike a group on Iranian soil, and say that the matter is closed",
            "Strike the Iranian forces that fired",
            "Wait for weeks, then decide",
        ],
    },
    {
        "title": "What Pakistan does in the model",
        "picked": "You chose: {picked}.",
        "paragraphs": [
            _told("The model knows nothing of 16 January: the scenario prescribes what happened up to the 12th, and the rest is drawn. In the runs in which Iran strikes on Pakistani soil, this is what follows. The runs are made in your browser while you read."),
        ],
        "answers": ["q.iran_strikes_pakistan", "q.pakistan_answers"],
    },
    {
        "title": "What happened, and what did not",
        "paragraphs": [
            _told("On 18 January Pakistan struck Baloch groups on Iranian soil, near Saravan. Nine people died. It spoke of terrorists, not of Iran.", OBSERVED),
            _told("Iran condemned it and did not strike again. On 19 January the foreign ministers spoke on the telephone, and both sides let it be known that they wanted no more of it.", OBSERVED),
            _told("In the model a second round is drawn as well:"),
        ],
        "answers": ["q.iran_again", "q.open_war"],
    },
    {
        "title": "Why did it stop? Try",
        "paragraphs": [
            _told("An exchange that both have completed leaves nobody in debt; closing words bind whoever says them; the fear of a nuclear state grows with each step; neither had other accounts open with the other. Which of these carries the weight? Take one away and look."),
        ],
        "tries": [
            {"label": "A completed exchange counts for nothing", "values": {"constants.exchange_weight": "low"}},
            {"label": "Pakistan cares little for standing up for its soil", "values": {"actors.pakistan.restraint.credibility": "low"}},
            {"label": "Iran fears Pakistan's reply less", "values": {"ties.iran.pakistan.fear": "low"}},
            {"label": "More pressure at home in Iran", "values": {"actors.iran.pressure.baseline": "high"}},
        ],
    },
)  # fmt: skip


def lesson_of(scenario: Scenario) -> dict[str, Any] | None:
    """The lesson about a scenario; None where there is none."""
    if scenario.name != SCENARIO:
        return None
    return {"title": "Why did it stop?", "screens": [_screen(screen, scenario) for screen in SCREENS]}


def settings() -> tuple[str, ...]:
    """What the lesson lets its reader try: a page with the lesson offers it."""
    return tuple(path for screen in SCREENS for one in screen.get("tries", ()) for path in one["values"])


def _screen(screen: dict[str, Any], scenario: Scenario) -> dict[str, Any]:
    """A screen with numbers in place of the ends of ranges."""
    if "tries" not in screen:
        return screen
    tries = [
        {**one, "values": {path: _end(path, end, scenario) for path, end in one["values"].items()}}
        for one in screen["tries"]
    ]
    return {**screen, "tries": tries}


def _end(path: str, end: str, scenario: Scenario) -> float:
    low, high = range_of(path, scenario)
    return low if end == "low" else high
