"""`samaki user add`: the first accounts of an installation, opened by the installer."""

from __future__ import annotations

import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from samaki.ground.access import services
from samaki.ground.access.actors import machine
from samaki.ground.access.rules import Machine, Role
from samaki.ground.agencies import queries as agencies
from samaki.ground.places import queries as places


def add(*, username: str, password: str, role: str, post: str, area: str) -> int:
    """Open the account and appoint it; say every reason why not."""
    if reasons := _reasons_against(password, role=role, post=post, area=area):
        for reason in reasons:
            print(reason, file=sys.stderr)  # noqa: T201 - this is a command's answer
        return 2
    actor, now = machine(Machine.INSTALLER), timezone.now()
    try:
        with transaction.atomic():
            account = services.open_account(
                actor=actor, username=username, password=password, at=now
            )
            services.appoint(
                actor=actor, account_id=account.pk, post=post, role=Role(role), area=area, at=now
            )
    except (services.AccountRefusedError, services.AppointmentRefusedError) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - as above
        return 1
    print(f"{username} may log in as {role} at {post}, over {area}.")  # noqa: T201 - as above
    print("The first log-in asks for a new password.")  # noqa: T201 - as above
    return 0


def _reasons_against(password: str, *, role: str, post: str, area: str) -> list[str]:
    roles = ", ".join(known.value for known in Role)
    reasons = []
    try:
        validate_password(password)
    except ValidationError as error:
        reasons += error.messages
    if role not in set(Role):
        reasons.append(f"No role is called {role}. There are: {roles}.")
    if not agencies.posts().filter(code=post).exists():
        reasons.append(f"No post has the code {post}. Open it first.")
    if not places.names([area]):
        reasons.append(f"No area has the code {area}. Use KH or a province such as KH-1.")
    return reasons
