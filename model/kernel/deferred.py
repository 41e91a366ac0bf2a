"""What numba makes is made when it is first used, not when a module is imported.

So the constants, terms and sentences of a mechanism can be read by ``brink check`` without loading a compiler, and
readers of tables can be declared before all mechanisms have said which fields they add.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from threading import RLock
from typing import Any

_LOCK = RLock()


class Deferred:
    """A compiled function, or an operation for compiled functions, that comes into being at its first use.

    Compiled functions may call it as what it stands for: numba asks for ``_numba_type_``.
    """

    def __init__(self, make: Callable[[], Any], like: Callable[..., Any] | None = None) -> None:
        """``make`` returns numba's own object; ``like``: the Python function whose name and docstring it bears."""
        self._make = make
        self._made: Any = None
        self._type: Any = None
        if like is not None:
            functools.update_wrapper(self, like)

    @property
    def made(self) -> Any:
        """Numba's own object."""
        if self._made is None:
            with _LOCK:
                if self._made is None:
                    self._made = self._make()
        return self._made

    @property
    def _numba_type_(self) -> Any:
        if self._type is None:
            from numba.core.registry import cpu_target

            target: Any = cpu_target
            context, made = target.typing_context, self.made
            context.refresh()  # an operation just made is known to numba from here on
            self._type = context.resolve_value_type(made)
        return self._type

    def __call__(self, *args: Any) -> Any:
        """Call it from Python."""
        return (self._made or self.made)(*args)
