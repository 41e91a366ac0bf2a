"""Entries: what Python enters of the compiled model, made once for this machine and loaded without the compiler.

An entry takes whole numbers (handles, addresses, counts) and returns one, or nothing. What it calls is part of it, and
it needs neither Python nor anything of numba while it runs. So its machine code is a position-independent object that
stands alone: numba makes it once, and from then on a start loads it without importing numba.

An object is loaded only if it carries the key of these very sources, versions and processor, and all its bytes are as
they were written. A wheel brings objects for common processors (`ship`); else they are made in the cache. Where that
fails, numba compiles the entry as any other function, to the same results.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import json
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from .cache import keep
from .compiled import cache_folder, code_hash, compile_alone, compile_and_keep, source_hash
from .deferred import Deferred
from .programs import program_of

Function = TypeVar("Function", bound=Callable[..., object])

#: How an entry of numba's ends well: with a value, or with nothing.
_WELL = (0, -2)

#: Where a wheel has its objects.
SHIPPED = Path(__file__).with_name("objects")
_LINUX = "x86_64-unknown-linux-gnu"
#: Processors that a wheel brings objects for, the best first: by LLVM's name, with what each needs to be there.
LEVELS = (
    ("x86-64-v3", frozenset((_LINUX, "avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"))),
    ("x86-64", frozenset((_LINUX,))),
)


class Code(NamedTuple):
    """The machine code of an entry, and the symbol by which it is called."""

    symbol: str
    machine: bytes


def entry(function: Function) -> Function:
    """Compile what Python enters, on first call or before: from the cache of objects, which needs no compiler."""
    return cast(Function, Deferred(lambda: _entered(function), function))


def is_made(function: Callable[..., object]) -> bool:
    """Whether a start of this entry costs next to nothing, because its machine code is on disk."""
    if not _is_off():
        return _found(function) is not None
    folder = cache_folder()
    return folder is not None and any(folder.rglob(f"{_name(function)}-*.nbi"))


def _is_off() -> bool:
    return os.environ.get("BRINK_NATIVE") == "0"


def _asked() -> str:
    """The level whose object of the wheel is asked for, or nothing."""
    level = os.environ.get("BRINK_NATIVE", "")
    return level if level in dict(LEVELS) else ""


def _entered(function: Callable[..., object]) -> Callable[..., object]:
    if not _is_off():
        try:
            return _linked(function, _found(function) or _made_once(function))
        except Exception as fault:  # whatever LLVM or numba lack here, compiling plainly is right
            _say_once(f"{type(fault).__name__}: {fault}")
    return compile_and_keep(function)


@cache
def _say_once(reason: str) -> None:
    warnings.warn(
        f"the model's machine code can be neither made nor loaded here ({reason}); numba compiles it instead: the same "
        "results after a longer start",
        RuntimeWarning,
        stacklevel=2,
    )


def _machine(name: str = "", features: str = "") -> Any:
    """A processor by name, or the one at hand, as LLVM makes and links code for it."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target = binding.Target.from_default_triple()
    processor = (name, features) if name else _processor()
    return target.create_target_machine(*processor, opt=3, reloc="pic", codemodel="small")


@cache
def _processor() -> tuple[str, str]:
    """Name and features of the processor at hand."""
    from llvmlite import binding

    return binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()


def _name(function: Callable[..., object]) -> str:
    """File and name, as numba calls what it keeps."""
    return f"{Path(inspect.unwrap(function).__code__.co_filename).stem}.{function.__name__}"


@cache
def _key(function: Callable[..., object]) -> str:
    """What the machine code of an entry follows from, 16 hexadecimal digits."""
    from llvmlite import binding

    of = function.__module__, function.__name__, source_hash()
    on = version("llvmlite"), binding.get_default_triple(), _processor()
    return hashlib.blake2b(repr((of, on)).encode(), digest_size=8).hexdigest()


def _place(function: Callable[..., object]) -> Path | None:
    folder = cache_folder()
    return folder / f"{_name(function)}-{_key(function)}.o" if folder else None


def _head(key: str, code: Code) -> bytes:
    """The line before the machine code: what it is of, and a digest of it all."""
    digest = hashlib.blake2b(f"{key} {code.symbol} ".encode() + code.machine, digest_size=32).hexdigest()
    return json.dumps({"key": key, "symbol": code.symbol, "digest": digest}).encode() + b"\n"


def _found(function: Callable[..., object]) -> Code | None:
    """The object of an entry, from the cache or as it came with the wheel; from there alone if a level is asked for."""
    return (None if _asked() else _read(function)) or _shipped(function)


def _read(function: Callable[..., object]) -> Code | None:
    """The object of an entry in the cache; None if there is none, or if it is another's or damaged."""
    try:
        place = _place(function)
        return _whole(place, _key(function)) if place else None
    except ImportError:
        return None


def _shipped(function: Callable[..., object]) -> Code | None:
    """The object of an entry that came with the wheel, if it is of these sources and this processor can run it."""
    try:
        able = [level for level, needed in LEVELS if needed <= _features()]
        level = next((level for level in able if level == _asked() or not _asked()), None)
        place = SHIPPED / f"{_name(function)}-{level}.o"
        return _whole(place, _shipped_key(function, level)) if level and place.is_file() else None
    except ImportError:
        return None


def _whole(place: Path, key: str) -> Code | None:
    """The object of a file, if all its bytes are as they were written under this key."""
    try:
        head, _, machine = place.read_bytes().partition(b"\n")
        code = Code(json.loads(head)["symbol"], machine)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return code if head + b"\n" == _head(key, code) else None


@cache
def _features() -> frozenset[str]:
    """What the processor at hand can do, and what it is."""
    from llvmlite import binding

    able = {name for name, has in binding.get_host_cpu_features().items() if has}
    return frozenset(able | {binding.get_default_triple()})


def _shipped_key(function: Callable[..., object], level: str) -> str:
    """What the machine code that comes with a wheel follows from: whoever made it, it needs nothing where it runs."""
    of = function.__module__, function.__name__, code_hash(), level
    return hashlib.blake2b(repr(of).encode(), digest_size=8).hexdigest()


def ship(functions: Iterable[Callable[..., object]], folder: Path) -> None:
    """Write the objects of entries, one for each of `LEVELS` that can be made here, into a folder for a wheel."""
    from llvmlite import binding

    folder.mkdir(parents=True, exist_ok=True)
    levels = [level for level, needed in LEVELS if binding.get_default_triple() in needed]
    for function in functions if levels else ():
        library, symbol = compile_alone(inspect.unwrap(function))
        for level in levels:
            code = _code(library, symbol, _machine(level))
            keep(folder / f"{_name(function)}-{level}.o", _head(_shipped_key(function, level), code) + code.machine)


def _made_once(function: Callable[..., object]) -> Code:
    """Make the object of an entry, unless another process is at it: then wait for that, and take what it made."""
    with _alone(function):
        return _read(function) or _made(function)


@contextmanager
def _alone(function: Callable[..., object]) -> Iterator[None]:
    """Nobody else makes this object meanwhile; where locks do not work, several processes make the same."""
    from filelock import FileLock

    place = _place(function)
    lock = FileLock(place.with_suffix(".lock")) if place is not None else None
    if lock is not None:
        with suppress(OSError, RuntimeError):  # of a system without locks, too
            lock.acquire()
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _code(library: str, symbol: str, machine: Any) -> Code:
    return Code(symbol, machine.emit_object(program_of({symbol: library}, machine)))


def _made(function: Callable[..., object]) -> Code:
    """Make the object of an entry, and keep it."""
    library, symbol = compile_alone(function)
    code = _code(library, symbol, _machine())
    if (place := _place(function)) is not None:
        keep(place, _head(_key(function), code) + code.machine)
    return code


@cache
def _linker() -> Any:
    from llvmlite import binding

    return binding.create_lljit_compiler(_machine(), use_jit_link=True)


def _linked(function: Callable[..., object], code: Code) -> Callable[..., int]:
    """Lay an object into memory; returns what enters it, without the interpreter lock."""
    from llvmlite import binding

    builder = binding.JITLibraryBuilder().add_object_img(code.machine).add_current_process().export_symbol(code.symbol)
    library = builder.link(_linker(), f"{function.__module__}.{function.__name__}")
    words = [ctypes.c_int64] * cast(Any, function).__code__.co_argcount
    raised = ctypes.POINTER(ctypes.c_void_p)
    enter = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.POINTER(ctypes.c_int64), raised, *words)(library[code.symbol])

    def call(*numbers: int) -> int:
        result, fault = ctypes.c_int64(), ctypes.c_void_p()
        status = enter(ctypes.byref(result), ctypes.byref(fault), *map(int, numbers))
        if status not in _WELL:
            raise RuntimeError(f"{function.__name__} of {library} ended with status {status}")
        return result.value

    return call
