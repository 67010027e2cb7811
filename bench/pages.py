"""Server time of every page of the demo world, as every role, against an empty guarded page.

In process, without a network: Django's test client asks, so middleware, log-in, rail, queries and
templates are all in the figure. Pages are found by walking: every address of the URL table without
a part to fill in, then every link on a page that answers, at most `_EACH` addresses a view. The
plain alternative is a guarded page of the same frame that says nothing. The verdict goes by the
processor's time: on a machine with other work the wall clock measures that work too.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import re
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

import django
import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR = 100.0  # milliseconds
_EACH = 2
_SLOWEST = 20
_LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
_VISITOR = "visitor"
_EMPTY = "/bench/empty/"


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds by the clock on the wall, and of the processor."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Page:
    """How long a page took as a role: at first, and when asked again and again."""

    view: str
    address: str
    role: str
    first: float
    times: tuple[Time, ...]

    @property
    def ms(self) -> float:
        """The median by the clock on the wall."""
        return median(time.wall for time in self.times)

    @property
    def cpu(self) -> float:
        """The median of the processor's time: what other work on the machine does not change."""
        return median(time.cpu for time in self.times)


@dataclass(frozen=True, slots=True)
class Anew:
    """Milliseconds of what is kept, when it is not: a report's print, and the national picture."""

    report: float
    wall: float


def main() -> int:
    """Print the slowest pages and the share under the bar; return 1 if one is over it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three roles, two times each")
    is_quick = parser.parse_args().quick
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="samaki-bench-") as folder:
        os.environ |= {
            "SAMAKI_DATA_DIR": folder,
            "SAMAKI_SECRET_KEY": "for-a-benchmark",
            "DJANGO_SETTINGS_MODULE": "samaki.web.settings",
        }
        django.setup()
        from django.conf import settings  # noqa: PLC0415 - after Django is set up

        logging.disable(logging.WARNING)  # a page that a role may not open is no news
        settings.ROOT_URLCONF = "pages_urls"
        settings.ALLOWED_HOSTS = ["testserver"]
        _load()
        over = _report(*_measure(2 if is_quick else 7, is_quick=is_quick))
        django.db.connection.close()
    return 1 if over else 0


def _load() -> None:
    """Load the demo world, and issue a report and ask for a job, so that their pages exist."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    world = importlib.import_module("samaki.web.world")
    now = timezone.now()
    call_command("migrate", verbosity=0, interactive=False)
    world.load(at=now)
    duty = world.actor("duty", at=now)
    importlib.import_module("samaki.picture.services").issue_sitrep(actor=duty, as_of=now, at=now)
    jobs = importlib.import_module("samaki.ground.jobs.services")
    jobs.ask_job(actor=duty, kind="verify", subject="books", at=now)


def _measure(times: int, *, is_quick: bool) -> tuple[list[Page], list[Time], Anew, list[str]]:
    cast = importlib.import_module("samaki.web.cast").CAST
    roles = {member.role.value: member.username for member in reversed(cast)}
    if is_quick:
        roles = {role: roles[role] for role in ("duty_officer", "provincial_command")}
    duty = _client(roles["duty_officer"])
    duty.get(_EMPTY)
    pages, empty, reached = [], [], set()
    for role, username in {_VISITOR: None, **roles}.items():
        client = _client(username)
        for view, address, first in _walk(client, reached):
            pages.append(Page(view, address, role, first, _times(client, address, times)))
            empty += _times(duty, _EMPTY, 1)  # beside each page, so that both meet the same load
    missed = sorted(set(_names()) - reached)
    return pages, empty, Anew(_print_anew(duty), _wall_anew(duty)), missed


def _client(username: str | None) -> Any:  # noqa: ANN401 - loaded once Django is set up
    from django.test import Client  # noqa: PLC0415

    from samaki.ground.access.models import Account  # noqa: PLC0415

    client = Client()
    if username is not None:
        client.force_login(Account.objects.get(username=username))
    return client


def _times(client: Any, address: str, times: int) -> tuple[Time, ...]:  # noqa: ANN401
    found = []
    for _ in range(times):
        wall, cpu = perf_counter(), process_time()
        client.get(address)
        found.append(Time(1000 * (perf_counter() - wall), 1000 * (process_time() - cpu)))
    return tuple(found)


def _walk(client: Any, reached: set[str]) -> Iterator[tuple[str, str, float]]:  # noqa: ANN401
    """Yield (view, address, milliseconds at first) of every page that answers 200."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    seen: dict[str, int] = defaultdict(int)
    waiting = list(_plain_addresses())
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        try:
            view = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if seen[view] >= _EACH:
            continue
        before = perf_counter()
        answer = client.get(address)
        first = 1000 * (perf_counter() - before)
        if answer.status_code in {200, 302, 405}:
            reached.add(view)
        onward = urljoin(address, answer.headers.get("Location", ""))
        if onward not in known and onward.startswith("/"):
            known.add(onward)
            waiting.append(onward)
        if answer.status_code != 200:  # noqa: PLR2004 - HTTP's own number
            continue
        seen[view] += 1
        yield view, address, first
        if "html" in answer.headers.get("Content-Type", ""):
            found = (urldefrag(urljoin(address, link)).url for link in _links(answer))
            fresh = [each for each in dict.fromkeys(found) if each not in known]
            known.update(fresh)
            waiting += [each for each in fresh if each.startswith("/")]


def _links(answer: Any) -> list[str]:  # noqa: ANN401
    return [link.replace("&amp;", "&") for link in _LINK.findall(answer.content.decode())]


def _patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    from django.urls import URLResolver, get_resolver  # noqa: PLC0415

    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _patterns(each, inner)
        elif each.name:
            yield f"{namespace}{each.name}", each


def _names() -> list[str]:
    return [name for name, _pattern in _patterns() if name != "bench_empty"]


def _plain_addresses() -> Iterator[str]:
    from django.urls import NoReverseMatch, reverse  # noqa: PLC0415

    for name, _pattern in _patterns():
        if name in {"logout", "bench_empty"}:
            continue
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue


def _print_anew(client: Any) -> float:  # noqa: ANN401
    """Return how long a report takes to print when no print of it is kept."""
    prints = importlib.import_module("samaki.picture.queries.prints")
    sitreps = importlib.import_module("samaki.picture.queries.sitreps")
    found = []
    for _ in range(3):
        prints.forget()
        address = f"/sitrep/{sitreps.issued()[0].ref}.pdf?lang=km"
        found += _times(client, address, 1)
    return median(time.wall for time in found)


def _wall_anew(client: Any) -> float:  # noqa: ANN401
    """Return what the national picture takes of the processor after every entry."""
    wall = importlib.import_module("samaki.picture.queries.wall")
    waiting = importlib.import_module("samaki.web.waiting")
    found = []
    for _ in range(9):
        wall.forget()
        waiting.forget()
        found += _times(client, "/", 1)
    return median(time.cpu for time in found)


def _report(pages: list[Page], empty: list[Time], anew: Anew, missed: list[str]) -> int:
    slowest = sorted(pages, key=lambda page: page.ms, reverse=True)
    slow = [page for page in pages if page.ms >= BAR]
    over = [page for page in pages if page.cpu >= BAR]
    plain = Page("empty", _EMPTY, "duty_officer", 0.0, tuple(empty))
    print(f"{machine.words()}; load {os.getloadavg()[0]:.1f}")
    print(f"\nempty guarded page: {plain.ms:.1f} ms ({plain.cpu:.1f} ms of processor)")
    print(f"a report printed anew: {anew.report:.0f} ms")
    print(f"the national picture read anew, as after an entry: {anew.wall:.0f} ms of processor\n")
    print("| view | role | ms | at first, ms | processor, ms | ÷ empty |")
    print("|---|---|---:|---:|---:|---:|")
    for page in slowest[:_SLOWEST]:
        print(
            f"| {page.view} | {page.role} | {page.ms:.1f} | {page.first:.1f} | {page.cpu:.1f} "
            f"| {page.cpu / plain.cpu:.1f} |"
        )
    print(
        f"\n{len(pages)} pages of {len({page.view for page in pages})} views; under {BAR:.0f} ms: "
        f"{_share(pages, slow)} by the wall, {_share(pages, over)} of processor; "
        f"median {median(page.ms for page in pages):.1f} ms by the wall, "
        f"{median(page.cpu for page in pages):.1f} of processor, "
        f"at most {max(page.cpu for page in pages):.1f}"
    )
    print("not reached by a GET:", ", ".join(missed) or "none")
    return len(over)


def _share(pages: list[Page], over: list[Page]) -> str:
    return f"{100 * (len(pages) - len(over)) / len(pages):.1f} %"


if __name__ == "__main__":
    sys.exit(main())
