"""Compiled functions that only other compiled functions call: fragments, which never become machine code by themselves.

Numba optimises every function in full and translates it to machine code, with all that it calls, even if it is only
ever a part of another. For a deep tree of small functions that is most of the time to compile. A fragment is tidied up
and handed to its callers; what is entered from Python is optimised and translated as a whole.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any, Literal

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.typed_passes import NativeLowering


class _Fragment(JITCodeLibrary):
    """The code of a fragment, to be linked into that of its callers."""

    @property
    def codegen(self) -> Any:
        """Whom numba tells the environment of a function that Python calls: nobody calls this one."""
        return self

    def set_env(self, name: str, env: Any) -> None:
        """Nothing to set."""

    def get_pointer_to_function(self, name: str) -> int:
        """No machine code, no pointer."""
        self._ensure_finalized()
        return 0

    def _optimize_final_module(self) -> None:
        """Nothing: whoever enters optimises."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class _FragmentLowering(NativeLowering):
    _name = "fragment_lowering"

    def run_pass(self, state: Any) -> Literal[True]:
        state.library = _Fragment(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return super().run_pass(state)


class FragmentCompiler(CompilerBase):
    """Numba's own pipeline, which leaves a function as a fragment."""

    def define_pipelines(self) -> list[Any]:
        """The usual passes, with the lowering of fragments."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state, "fragment")
        passes.passes = [
            (_FragmentLowering, text) if kind is NativeLowering else (kind, text) for kind, text in passes.passes
        ]
        passes.finalize()
        return [passes]


def options() -> dict[str, Any]:
    """What to hand to numba's ``jit`` for a function that only compiled functions call.

    Fragments build on the inside of numba. Where that has changed, or ``BRINK_FRAGMENTS=0`` asks for it, such a
    function is compiled as any other: the same results, after a longer first start.
    """
    return {"pipeline_class": FragmentCompiler} if are_possible() else {}


@cache
def are_possible() -> bool:
    """Whether this numba makes fragments: a small one is compiled and called."""
    if os.environ.get("BRINK_FRAGMENTS") == "0":
        return False
    try:
        return _probe() == 3
    except Exception:  # whatever has changed inside numba, compiling plainly is right
        return False


def _probe() -> int:
    njit: Any = numba.njit

    @njit(pipeline_class=FragmentCompiler, no_cpython_wrapper=True, no_cfunc_wrapper=True)
    def part(x):
        return x + 1

    @njit(no_cfunc_wrapper=True)
    def caller(x):
        return part(x)

    return caller(2)
