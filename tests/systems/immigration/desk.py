"""The desk of an immigration officer in the demo world: its first case, and the cast around it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from samaki.ground.access.models import Account
from samaki.systems.custody.services.holds import lift_hold, place_hold
from samaki.systems.immigration.models import ExpulsionCase, Manifest
from samaki.systems.immigration.services.orders import Terms, make_order
from samaki.web import world


def log_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def text(answer: Any) -> str:
    return str(answer.content.decode())


class Desk:
    """The first case of the demo world, of somebody not screened, and the cast around it."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.case = ExpulsionCase.objects.order_by("pk")[0]
        self.person = self.case.person
        self.officer, self.authority = log_in("immigration"), log_in("authority")

    def url(self, name: str, *of: str) -> str:
        return reverse(f"immigration:{name}", args=of or [self.case.ref])

    def clear(self) -> None:
        screener = world.actor("screener", at=self.at)
        hold = place_hold(
            actor=screener,
            person=self.person,
            ground="screening_pending",
            owner="trafficking-hq",
            because="VS-TEST",
            at=self.at,
        )
        lift_hold(actor=screener, hold=str(hold.ref), clears=True, at=self.at)

    def decision(self, **typed: str) -> dict[str, str]:
        said = {
            "decision": "order",
            "ground": "illegal_entry",
            "reasons": "No entry is recorded.",
            "language": "Indonesian",
            "appeal_until": local(timezone.now() + timedelta(days=2)),
            "appeal_set_by": "Immigration headquarters",
        }
        return said | typed

    def order(self) -> None:
        """Order the expulsion two days ago, so that the time for appeal has nearly run out."""
        now = timezone.now()
        make_order(
            actor=world.actor("authority", at=self.at),
            case=self.case.ref,
            terms=Terms(
                ground="illegal_entry",
                reasons="No entry is recorded.",
                language="Indonesian",
                appeal_until=now + timedelta(minutes=2),
                appeal_set_by="Immigration headquarters",
            ),
            at=now - timedelta(days=2),
        )

    def manifest(self) -> str:
        self.officer.post(
            reverse("immigration:prepare"),
            {
                "means": "flight",
                "carrier": "=Demonstration air",
                "checkpoint": "Airport",
                "destination": "IDN",
                "leaves_at": local(timezone.now() + timedelta(days=2)),
            },
        )
        made = Manifest.objects.last()
        assert made is not None
        return made.ref

    def prepare_to_leave(self) -> str:
        """Clear, decide, answer, record the paper; return a list with the person on it."""
        self.clear()
        self.order()
        now = local(timezone.now())
        self.officer.post(
            self.url("consulate"),
            {"tell": "1", "tell-language": "Indonesian", "tell-happened_at": now},
        )
        self.officer.post(
            self.url("consulate"),
            {"answer": "1", "answer-answer": "refuses", "answer-happened_at": now},
        )
        self.officer.post(
            self.url("paper"),
            {
                "kind": "emergency",
                "number": "=SPLP-1",
                "issuer": "IDN",
                "held_from": "2025-11-18",
                "born": "1990-05",
            },
        )
        ref = self.manifest()
        self.officer.post(self.url("manifest", ref), {"list": "1", "person": self.person})
        self.officer.post(self.url("manifest", ref), {"board": "1", "person": self.person})
        return ref
