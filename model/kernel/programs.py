"""The code of entries as one program: what only they call is there once and can be made to fit its calls.

Numba's functions may be called by anybody, so each hands its result and how it ended through memory, and none is taken
apart. Here all but the entries become internal, and LLVM optimises them together: arguments that are always the same and
results that nobody asks for go, and what is called once becomes a part of its caller. What is rounded, and in which
order, stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What an object may ask of the C library: to copy and fill memory, and the root, which IEEE 754 fixes to the last bit.
OUTSIDE = frozenset(("memcpy", "memmove", "memset", "sqrt"))
#: Times that all is optimised: what the first uncovers, the second makes use of.
_TIMES = 2


def program_of(entries: Mapping[str, str], machine: Any, several: bool = True) -> Any:
    """A module for LLVM, optimised for a machine, of the code of entries by their symbols.

    ``several``: whether loops may take several rows at a time.

    Raises:
        ValueError: it needs more than memory.
    """
    from llvmlite import binding

    module, *others = (binding.parse_assembly(code) for code in entries.values())
    for other in others:
        module.link_in(other)
    for function in module.functions:
        if not function.is_declaration and function.name not in entries:
            function.linkage = "internal"
    options = binding.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = several
    builder = binding.create_pass_builder(machine, options)
    for _ in range(_TIMES):
        builder.getModulePassManager().run(module, builder)
    module.verify()
    asked = {f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm.")}
    if asked - OUTSIDE:
        raise ValueError(f"{', '.join(entries)} needs {', '.join(sorted(asked - OUTSIDE))}")
    return module
