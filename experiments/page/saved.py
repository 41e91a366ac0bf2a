"""How a file begins that a page saves: it says all that a reader's changes are written into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...scenarios.shipped import names as shipped_names
from ...scenarios.text.origin import origin_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario


def start_of(scenario: Scenario) -> dict[str, Any]:
    """What a file that the page saves begins with: one that extends a shipped scenario, or the whole of another.

    Such a file needs nothing beside it, wherever it is carried.
    """
    origin = origin_of(scenario)
    layer = origin.layers[0] if origin.layers else None
    shipped = layer.label if layer and layer.data == origin.text.data else ""
    if shipped in shipped_names():
        return {"schema": 1, "name": scenario.name, "summary": scenario.summary, "extends": shipped}
    kept = [field.alias or name for name, field in type(scenario).model_fields.items()]
    return {key: origin.text.data[key] for key in kept if origin.text.data.get(key) is not None}
