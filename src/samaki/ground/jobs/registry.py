"""Which works there are. Each is declared beside the verbs it calls, in its system's `tasks.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.module_loading import autodiscover_modules

from samaki.ground.access.rules import Permission

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from samaki.ground.access.actors import Actor
    from samaki.ground.jobs.models import Job
    from samaki.ground.jobs.progress import Progress

    Run = Callable[[Progress], None]
    Ask = Callable[[Actor, str, datetime], Job]


class AskRefusedError(Exception):
    """The work cannot be asked for with these words. Carries every reason."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of job: its title, what it does, and its subject if it needs nothing else to begin.

    `purpose` says in a sentence what comes of it. A work with a `subject` of its own has a button
    on the page of jobs; one that needs words has a page for them, and `ask` takes them. One with
    neither is asked for by a verb of its system. `permission` is what the one who asks must hold.
    """

    kind: str
    title: StrOrPromise
    purpose: StrOrPromise
    run: Run
    subject: str = ""
    ask: Ask | None = None
    permission: Permission = Permission.JOB_ASK


_WORKS: dict[str, Work] = {}


def work(
    kind: str,
    *,
    title: StrOrPromise,
    purpose: StrOrPromise,
    subject: str = "",
    ask: Ask | None = None,
    permission: Permission = Permission.JOB_ASK,
) -> Callable[[Run], Run]:
    """Declare a function as the work of one kind of job.

    It is called with the job's progress, again after each interruption, and goes on from what
    stands.
    """

    def declare(run: Run) -> Run:
        assert kind not in _WORKS, f"{kind} is declared twice"
        _WORKS[kind] = Work(kind, title, purpose, run, subject, ask, permission)
        return run

    return declare


def works() -> dict[str, Work]:
    """Return every work by its kind, in the order of the installed apps."""
    _read_declarations()
    return _WORKS


@cache
def _read_declarations() -> None:
    autodiscover_modules("tasks")
