"""Which runtime does this worker process use?"""

from __future__ import annotations

from connectors.phrases import Phrase
from inbox.runtime import Runtime

_runtime: Runtime | None = None


def use(runtime: Runtime) -> None:
    """Give this process its runtime, once, before it takes jobs."""
    global _runtime  # noqa: PLW0603 - RQ calls jobs by name and hands them nothing else
    _runtime = runtime


def runtime() -> Runtime:
    """Return this process's runtime."""
    if _runtime is None:
        raise RuntimeError(Phrase("A job ran outside `hearback worker`."))
    return _runtime
