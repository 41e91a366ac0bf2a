"""Files of made-up coded acts."""

import datetime

HEAD = "case,n,date,actor,target,place,rung,killed,answers,mode,warned,claim"


def acts_file(folder, rows, name="acts.csv"):
    """A file of acts: chain, date, actor, target, then rung and killed if they are told."""
    numbers: dict[str, int] = {}
    lines = [HEAD]
    for chain, date, actor, target, *more in rows:
        numbers[chain] = numbers.get(chain, 0) + 1
        rung, killed = (*more, 7, 0)[:2] if len(more) < 2 else more
        answers = numbers[chain] - 1 if numbers[chain] > 1 else ""
        lines.append(f"{chain},{numbers[chain]},{date},{actor},{target},x,{rung},{killed},{answers},state,0,claimed")
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def pair_rows(pairs, start, step=100, count=6):
    """Acts of some pairs, one every so many days, each second one answered the next day."""
    first, rows = datetime.date.fromisoformat(start), []
    for number in range(pairs):
        one, other = f"A{number}", f"B{number}"
        for k in range(count):
            day = first + datetime.timedelta(days=step * k + number)
            rows.append((f"P{number}", day, one, other, 7, k % 3))
            if (k + number) % 2:
                rows.append((f"P{number}", day + datetime.timedelta(days=1 + k % 3), other, one, 7, 1))
    return rows
