"""One decorator for every compiled function, with a disk cache that never serves an edited rule.

Numba's own disk cache looks at the file of the function alone and would not notice an edit in a rule it calls. So the
cache folder carries a hash of all sources of the model and of the versions at work; an edit opens a new folder.
"""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar, cast

import numpy as np

from .cache import keep_newest, own_folder, use
from .deferred import Deferred

Function = TypeVar("Function", bound=Callable[..., object])

#: Caches kept, those last used: each edit of a rule opens a new one.
KEPT = 4
#: Seconds after which a cache that nobody began to use again is taken for one that nobody uses.
SPARE = 3_600


def _sources() -> Any:
    """A digest of the sources of model and doctrines, to be gone on with."""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).parents[2]
    for room in ("model", "agents/doctrines"):
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest


@cache
def code_hash() -> str:
    """Hash of the sources of model and doctrines alone, 16 hexadecimal digits: the same on every machine."""
    return _sources().hexdigest()


@cache
def source_hash() -> str:
    """Hash of the sources of model and doctrines and of the versions at work, 16 hexadecimal digits."""
    digest = _sources()
    versions = (sys.version, np.__version__, version("numba"), platform.machine())
    digest.update(repr(versions).encode())
    return digest.hexdigest()


@cache
def cache_folder() -> Path | None:
    """Where compiled code is kept, or None where no folder is there that can be written and nobody else writes."""
    folder = own_folder(f"compiled-{source_hash()}", temporary=True)
    if folder is not None:
        use(folder)
        keep_newest(folder.parent, "compiled-*", KEPT, spare=SPARE)
    return folder


def code(value: int) -> np.int64:
    """A number for compiled functions to pass on; for a plain Python constant each value would be compiled anew."""
    return np.int64(value)


def codes(count: int) -> tuple[np.int64, ...]:
    """The numbers 0 to ``count`` - 1 as `code`."""
    return tuple(code(k) for k in range(count))


def _compile(function: Callable[..., object], forceinline: bool = False, **options: Any) -> Any:
    import numba
    from numba.core import config

    if getattr(config, "DISABLE_JIT"):  # noqa: B009 (see compile_and_keep)
        raise ImportError("the rules run only when they are compiled; unset NUMBA_DISABLE_JIT", name="numba")
    # Said in any case: numba hands the options of a caller on to what it is the first to call.
    njit: Any = numba.njit
    settings = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "forceinline": forceinline}
    return njit(**settings, **options)(function)


def compile_and_keep(function: Callable[..., object], **options: Any) -> Any:
    """What numba makes of a function, kept on disk."""
    from numba.core import config

    folder = cache_folder()
    kept = getattr(config, "CACHE_DIR")  # noqa: B009 (numba makes its settings as it is imported; no checker sees them)
    setattr(config, "CACHE_DIR", str(folder) if folder else kept)  # noqa: B010
    try:
        return _compile(function, cache=folder is not None, **options)
    finally:
        setattr(config, "CACHE_DIR", kept)  # noqa: B010


def _compile_for_callers(function: Callable[..., object], **options: Any) -> Any:
    from . import fragments

    return _compile(function, no_cpython_wrapper=True, **fragments.options(), **options)


def compile_alone(function: Callable[..., object]) -> tuple[str, str]:
    """The code of a function of whole numbers and of all that it calls, for LLVM, and the symbol to call it by.

    It is to be optimised as one program (`programs.py`): here it is only tidied up.
    """
    from numba import int64, none

    compiler = _compile_for_callers(function)
    words = (int64,) * compiler.py_func.__code__.co_argcount
    compiler.compile(words)
    made = compiler.overloads[words]
    if made.signature.return_type not in (int64, none):
        raise TypeError(f"{function.__name__} returns {made.signature.return_type}, and must return a whole number")
    return made.library.get_llvm_str(), made.fndesc.llvm_func_name


def compiled(function: Function) -> Function:
    """Compile on first call, without the interpreter lock and without fast-math, kept on disk.

    Division by zero follows NumPy (no exception): rules are written so that it cannot happen.
    """
    return cast(Function, Deferred(lambda: compile_and_keep(function), function))


def uncompiled(function: Function) -> Function:
    """The Python function that is compiled, and all that it calls: for what is seldom called and waits for no compiler.

    The bits are the same as long as it calls nothing that works on addresses.
    """
    plain = cast(Any, function).py_func
    known = plain.__globals__
    called = {name: uncompiled(known[name]) for name in plain.__code__.co_names if _is_compiled(known.get(name))}
    return cast(Function, FunctionType(plain.__code__, {**known, **called}, plain.__name__, plain.__defaults__))


def _is_compiled(thing: object) -> bool:
    return isinstance(thing, Deferred) and hasattr(thing, "__wrapped__")


def inlined(function: Function) -> Function:
    """Compile as `compiled` does, and always as a part of the caller: for what is short and called all the time."""
    return cast(Function, Deferred(lambda: compile_and_keep(function, forceinline=True), function))


def link_only(function: Function) -> Function:
    """Compile what only compiled functions call: it is linked into its callers and has no entry of its own."""
    return cast(Function, Deferred(lambda: _compile_for_callers(function), function))


def inline(function: Function) -> Function:
    """Compile as `link_only` does, and always as a part of the caller: for what every act passes through."""
    return cast(Function, Deferred(lambda: _compile_for_callers(function, forceinline=True), function))
