"""Nobody words a finding by hand: what numbers, intervals and counts allow to be said is decided in one module."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "experiments" / "measures" / "claims.py"
MODULES = sorted(path for path in (ROOT / "experiments").rglob("*.py") if path != HOME)
PAGES = sorted(path for path in (ROOT / "experiments").rglob("*.html"))
#: Words that assert more than a number does.
CLAIMS = re.compile(
    r"\b(mostly|more often|most often|less often|drives?|ahead|for certain|for sure|certainly|clearly|significant(ly)?"
    r"|beats?|loses to|outperforms?|proves?|more than chance|no difference|do(es)? better|do(es)? worse"
    r"|so chains|contained everywhere|runaway everywhere|in most runs|up from|down from|saved runs"
    r"|stands? out of chance)\b",
    re.IGNORECASE,
)
#: Captions that say how a figure or a table is to be read, whatever it shows; and names of the model's own things.
CAPTIONS = {"SEE", "MEANING", "LIMITS", "STEPS", "SCREENING", "INDICES", "OWN", "COMMON", "SCORES", "CUTS", "PAIRS"}


def spoken(path):
    """Every text of a module but docstrings and captions, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                silent.add(id(first.value))
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id in CAPTIONS for target in targets):
                silent |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_words_a_claim_by_hand(path):
    found = [f"{line}: {match.group(0)}" for line, text in spoken(path) if (match := CLAIMS.search(text))]
    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_words_a_claim_by_hand(path):
    assert CLAIMS.findall(re.sub(r"{[{%#].*?[}%#]}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.S)) == []


def test_the_gate_sees_a_claim(tmp_path):
    file = tmp_path / "made.py"
    file.write_text('"""It happens mostly so."""\n\n\ndef told(x):\n    return f"it happens mostly when {x}"\n')
    assert [(line, bool(CLAIMS.search(text))) for line, text in spoken(file)] == [(5, True)]
