"""A made-up record in the columns of the codebook, in place of the one that ships."""

import datetime

import numpy as np
import pytest

from brink.experiments.evidence.record import files

COLUMNS = (
    "case,n,date,actor,target,place,rung,killed,killed_low,killed_high,answers,mode,warned,claim,confidence,seen,source"
)


def acts_of(draw, start, end):
    """Acts of two sides over some years: openings by chance, answered within days if they kill."""
    day, rows = start, []
    while day < end:
        day += datetime.timedelta(days=int(draw.exponential(70)) + 1)
        side, today = int(draw.integers(2)), day
        while today < end:
            killed = int(draw.integers(1, 9)) if draw.random() < 0.5 else 0
            answers = len(rows) if today > day else ""
            rows.append((today, side, 7 if killed else 4, killed, answers))
            if draw.random() > (0.92 if killed else 0.08):
                break
            today, side = today + datetime.timedelta(days=int(draw.integers(0, 12))), 1 - side
        day = max(day, today)
    return [row for row in rows if row[0] <= end]


@pytest.fixture(scope="session")
def made_up():
    """Texts of the four files, by name."""
    draw = np.random.default_rng(5)
    cases = ["case,part,name,list_number,trigger,from,to,sides,region,chronology"]
    coded: dict[str, list[str]] = {"a": [COLUMNS + ",note"], "b": [COLUMNS + ",note"]}
    settled = ["id," + COLUMNS + ",a,b,settlement"]
    for number in range(6):
        name, sides = f"P{number}", (f"A{number}", f"B{number}")
        start, end = datetime.date(2010, 1, 1), datetime.date(2014, 12, 31)
        region = ("Africa", "Europe")[number % 2]
        cases.append(f"{name},II,Pair {number},,{start},{start},{end},{sides[0]};{sides[1]},{region},made up")
        for n, (date, side, rung, killed, answers) in enumerate(acts_of(draw, start, end), 1):
            who = f"{sides[side]},{sides[1 - side]}"
            tail = f"{killed},{killed},{killed},{answers},state,0,claimed,H,V,a source"
            settled.append(f"{name}-{n},{name},{n},{date},{who},x,{rung},{tail},{n},{n},")
            coded["a"].append(f"{name},{n},{date},{who},x,{rung},{tail},")
            coded["b"].append(f"{name},{n},{date},{who},x,{rung if n % 5 else 5},{tail},")
    cases.append("I2,I,Quiet,2,2000-02-01,2000-01-02,2000-05-01,AAA;BBB,Africa,made up")
    texts = {files.CASES: cases, files.SETTLED: settled, files.CODINGS[0]: coded["a"], files.CODINGS[1]: coded["b"]}
    return {name: "\n".join(lines) + "\n" for name, lines in texts.items()}


@pytest.fixture
def record(made_up, monkeypatch):
    """The made-up record where the one that ships is looked for."""
    monkeypatch.setattr(files, "text_of", lambda name: made_up[name])
    return made_up
