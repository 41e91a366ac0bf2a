"""Write a scenario out again: as one YAML file, and as a digest."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from .origin import origin_of, ranges_of

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

WIDTH = 120


def resolved_yaml(scenario: Assumptions) -> str:
    """The merged data as YAML text in the order of the schema, without ``extends``."""
    order = [field.alias or name for name, field in type(scenario).model_fields.items()]
    data = origin_of(scenario).text.data
    kept = {key: data[key] for key in order if data.get(key) is not None}
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = None
    writer.sort_base_mapping_type_on_output = False  # pyright: ignore[reportAttributeAccessIssue]
    writer.width = WIDTH
    writer.allow_unicode = True
    stream = io.StringIO()
    writer.dump(kept, stream)
    return stream.getvalue()


def digest(scenario: Assumptions) -> str:
    """SHA-256 over the checked content and the declared ranges; sources, comments and layout are left out."""
    content = scenario.model_dump(mode="json", by_alias=True)
    # what answers must be and what a page offers change none; and without what came later a scenario is the question
    # that it was before
    del content["expectations"], content["page"]
    for name in ("population", "questions"):
        if not content[name]:
            del content[name]
    ranges = {path: list(entry) for path, entry in ranges_of(scenario, constants=False).items()}
    text = json.dumps(
        {"scenario": _plain(content), "ranges": dict(sorted(ranges.items()))}, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """Numbers in one form (1 and 1.0 are the same setting), sources left out."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items() if key != "source"}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
