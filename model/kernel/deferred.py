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


class Deferred(functools.partial):
    """A compiled function, or an operation for compiled functions, that comes into being at its first use.

    Compiled functions may call it as what it stands for: numba asks for ``_numba_type_``. Called from Python, it is a
    partial function without arguments of its own, which costs next to nothing: first of what makes numba's object, and
    from then on of that object.
    """

    _make: Callable[[], Any]
    __wrapped__: Callable[..., Any]
    _made: Any = None
    _type: Any = None

    def __new__(cls, make: Callable[[], Any], like: Callable[..., Any] | None = None) -> Deferred:
        """``make`` returns numba's own object; ``like``: the Python function whose name and docstring it bears."""

        def first_call(*args: Any) -> Any:
            return self.made(*args)

        self = super().__new__(cls, first_call)
        self._make = make
        if like is not None:
            functools.update_wrapper(self, like)
        return self

    @property
    def made(self) -> Any:
        """Numba's own object."""
        if self._made is None:
            with _LOCK:
                if self._made is None:
                    made = self._made = self._make()
                    rebind: Any = getattr(self, "__setstate__")  # noqa: B009 (no checker sees it)
                    rebind((made, (), {}, self.__dict__))
        return self._made

    @property
    def py_func(self) -> Callable[..., Any]:
        """The Python function that is compiled."""
        return self.__wrapped__

    @property
    def _numba_type_(self) -> Any:
        if self._type is None:
            from numba.core.registry import cpu_target

            target: Any = cpu_target
            context, made = target.typing_context, self.made
            context.refresh()  # an operation just made is known to numba from here on
            self._type = context.resolve_value_type(made)
        return self._type
