"""Entries as WebAssembly: the same code that the native objects are made of, for a page that runs the model.

Numba's code for an entry needs neither Python nor numba while it runs, and addresses are whole numbers in it. So LLVM
can make it for another machine: 32 bits, with the same bytes for every number that is stored. What is made stands
alone: it brings its own memory and asks for nothing from outside.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from .compiled import compile_alone
from .programs import program_of

#: What every browser of the last years knows beyond the first version of WebAssembly.
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"
TRIPLE = "wasm32-unknown-unknown"
#: Bytes of the stack; it lies below everything else, so that running out of it is a fault and never a wrong number.
STACK = 256 * 1024
#: Instructions in place of calls, for what the native objects ask of the C library.
_INSTRUCTIONS = {"sqrt": "llvm.sqrt.f64"}
#: What the code was made for before: it goes, with the processor's features.
_TARGET = re.compile(r'^target (?:datalayout|triple) = ".*"$|"target-(?:cpu|features)"="[^"]*"', re.MULTILINE)


class LinkerError(RuntimeError):
    """No linker for WebAssembly is here, or it failed."""


def module_of(entries: Mapping[str, Callable[..., object]]) -> bytes:
    """A module that exports entries under these names, its ``memory`` and ``__heap_base``, the first free address.

    Each takes and returns 64-bit whole numbers. To be called before anything is compiled in this process: code must not
    follow from the processor at hand.

    Raises:
        LinkerError: no linker is here, or it failed.
        RuntimeError: numba compiles for the processor at hand.
    """
    from numba.core import config

    if getattr(config, "CPU_NAME") != "generic":  # noqa: B009 (numba makes its settings as it is imported)
        raise RuntimeError("set NUMBA_CPU_NAME=generic and NUMBA_CPU_FEATURES= before numba is imported")
    return _linked(_object(entries), list(entries))


def linker() -> str:
    """Path of a linker for WebAssembly: ``wasm-ld`` of LLVM, or the one that the Rust compiler brings.

    Raises:
        LinkerError: there is none.
    """
    candidates = ["wasm-ld", *(f"wasm-ld-{version}" for version in range(30, 13, -1))]
    found = next((path for name in candidates if (path := shutil.which(name))), None) or _linker_of_rust()
    if found is None:
        raise LinkerError(
            "to make the module, a linker for WebAssembly is needed, and there is no wasm-ld here: install the package "
            "lld of your system (Debian, Ubuntu: apt install lld), or a Rust compiler, which brings one"
        )
    return found


def _linker_of_rust() -> str | None:
    if (rustc := shutil.which("rustc")) is None:
        return None
    done = subprocess.run([rustc, "--print", "sysroot"], capture_output=True, text=True, check=False)
    inside = sorted(Path(done.stdout.strip() or "nowhere").glob("lib/rustlib/*/bin/gcc-ld/wasm-ld"))
    return str(inside[0]) if inside else None


def _object(entries: Mapping[str, Callable[..., object]]) -> bytes:
    """An object file with entries under their names, and all that they call."""
    from llvmlite import binding

    binding.initialize_all_targets()
    binding.initialize_all_asmprinters()
    machine: Any = binding.Target.from_triple(TRIPLE).create_target_machine(opt=3, features=FEATURES, reloc="static")
    head = f'target datalayout = "{machine.target_data}"\ntarget triple = "{TRIPLE}"\n'
    programs = {name: head + _code_under(name, function) for name, function in entries.items()}
    # tables have few rows: loops that take several at a time make the module larger, and slower rather than faster
    return machine.emit_object(program_of(programs, machine, several=False))


def _code_under(name: str, function: Callable[..., object]) -> str:
    """The code of an entry under its name, with all that it calls."""
    library, symbol = compile_alone(function)
    return _retargeted(library) + _wrapper(name, symbol, cast(Any, function).__code__.co_argcount)


def _retargeted(library: str) -> str:
    """Code without what it was made for, and as this format can say it."""
    plain = _TARGET.sub("", library).replace(" = common ", " = weak ")
    for name, instruction in _INSTRUCTIONS.items():
        plain = plain.replace(f"@{name}(", f"@{instruction}(")
    return plain


def _wrapper(name: str, symbol: str, words: int) -> str:
    """An entry as others call it: words in, a word out; a fault inside stops the machine."""
    given = ", ".join(f"i64 %a{k}" for k in range(words))
    return f"""
define i64 @{name}({given}) {{
  %result = alloca i64
  %fault = alloca ptr
  store i64 0, ptr %result
  %status = call i32 @{symbol}(ptr %result, ptr %fault, {given})
  %good = icmp eq i32 %status, 0
  %nothing = icmp eq i32 %status, -2
  %well = or i1 %good, %nothing
  br i1 %well, label %done, label %failed
failed:
  call void @llvm.trap()
  unreachable
done:
  %value = load i64, ptr %result
  ret i64 %value
}}
declare void @llvm.trap()
"""


def _linked(content: bytes, exports: Sequence[str]) -> bytes:
    program = linker()
    with tempfile.TemporaryDirectory() as folder:
        path, made = Path(folder) / "object.o", Path(folder) / "made.wasm"
        path.write_bytes(content)
        exported = [f"--export={name}" for name in (*exports, "__heap_base")]
        layout = ["--no-entry", "--gc-sections", "--strip-all", "--stack-first", "-z", f"stack-size={STACK}"]
        small = ["-O2", "--compress-relocations"]
        command = [program, *layout, *small, *exported, "-o", str(made), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LinkerError(f"{program} ended with {done.returncode}: {done.stderr.strip()}")
        return made.read_bytes()
