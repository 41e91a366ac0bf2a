"""The code of an entry as one program, that is entered in one place: what only it calls can be made to fit the calls.

Numba's functions may be called by anybody, so each hands its result and how it ended through memory, and none is taken
apart. Here all but the entry become internal, and LLVM optimises them together: arguments that are always the same and
results that nobody asks for go, and what is called once becomes a part of its caller. What is rounded, and in which
order, stays as it was.
"""

from __future__ import annotations

from typing import Any

#: What an object may ask of the C library: to copy and fill memory, and the root, which IEEE 754 fixes to the last bit.
OUTSIDE = frozenset(("memcpy", "memmove", "memset", "sqrt"))
#: Times that all is optimised: what the first uncovers, the second makes use of.
_TIMES = 2


def program_of(name: str, code: str, symbol: str, machine: Any) -> Any:
    """A module for LLVM with the code that is entered by ``symbol``, optimised for a machine; ``name``: in messages.

    Raises:
        ValueError: it needs more than memory.
    """
    from llvmlite import binding

    module = binding.parse_assembly(code)
    for function in module.functions:
        if not function.is_declaration and function.name != symbol:
            function.linkage = "internal"
    options = binding.create_pipeline_tuning_options(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = True
    builder = binding.create_pass_builder(machine, options)
    for _ in range(_TIMES):
        builder.getModulePassManager().run(module, builder)
    module.verify()
    asked = {f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm.")}
    if asked - OUTSIDE:
        raise ValueError(f"{name} needs {', '.join(sorted(asked - OUTSIDE))}")
    return module
