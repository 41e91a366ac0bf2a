"""A few child processes that take calls side by side; one that dies is replaced."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from ..system.children import Child, ChildDied

Given = ParamSpec("Given")
Result = TypeVar("Result")


class WorkerPool:
    """Children behind as many threads; each starts when there is something for it to do."""

    def __init__(self, size: int, settle: Callable[..., None], *arguments: Any) -> None:
        """Up to ``size`` children, in each of which ``settle`` is called before all else, with ``arguments``."""
        self._settle = partial(settle, *arguments)
        self._pool = ThreadPoolExecutor(size)
        self._lock = threading.Lock()
        self._all: set[Child] = set()
        self._idle: list[Child] = []
        self._open = True

    def __enter__(self) -> WorkerPool:
        """The pool itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: TracebackType | None) -> None:
        """End all children at once, whatever they are at."""
        self._open = False
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.dismiss()
        self._pool.shutdown(wait=True)

    def start(self) -> None:
        """Start a child, to see whether that is possible here.

        Raises:
            ChildDied: it is not.
        """
        self._give_back(self._take())

    def submit(
        self, function: Callable[Given, Result], *arguments: Given.args, **keywords: Given.kwargs
    ) -> Future[Result]:
        """Have a function called in a child; the result is `ChildDied` if the child dies of it."""
        return self._pool.submit(self._call, partial(function, *arguments, **keywords))

    def dismiss(self) -> None:
        """End all children; others take their places when there is something to do."""
        with self._lock:
            ended, self._all, self._idle = self._all, set(), []
        for child in ended:
            child.end()

    def _call(self, function: Callable[[], Result]) -> Result:
        child = self._take()
        try:
            return child.call(function)
        except ChildDied:
            self._bury(child)
            raise
        finally:
            self._give_back(child)

    def _take(self) -> Child:
        """A child that is settled and has nothing to do."""
        with self._lock:
            if not self._open:
                raise ChildDied("it was ended")
            if self._idle:
                return self._idle.pop()
            child = Child()
            self._all.add(child)
        try:
            child.call(self._settle)
        except BaseException:
            self._bury(child)
            raise
        return child

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if child in self._all:
                self._idle.append(child)

    def _bury(self, child: Child) -> None:
        with self._lock:
            self._all.discard(child)
        child.end()
