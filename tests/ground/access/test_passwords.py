"""Passwords: nobody but its owner knows one, and whoever sets one for another gives a link."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.ground.access.conftest import INSTALLER

from samaki.ground.access import queries
from samaki.ground.access.actors import Actor, Grant, PermissionRefusedError
from samaki.ground.access.rules import GRANTS, Role
from samaki.ground.access.services.accounts import close_account, open_account
from samaki.ground.access.services.passwords import (
    PasswordRefusedError,
    change_password,
    make_link,
    use_link,
)
from samaki.ground.journal.models import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from samaki.ground.access.models import Account

pytestmark = pytest.mark.django_db
MANAGER = Actor("account:99", (Grant("KH", GRANTS[Role.ACCESS_MANAGER]),))
OLD, NEW = "a long one", "another long one"


def _own(sok: Account) -> Actor:
    return Actor(f"account:{sok.pk}", ())


def _change(sok: Account, *, old: str = OLD, new: str = NEW, at: datetime) -> Account:
    return change_password(actor=_own(sok), account_id=sok.pk, old=old, new=new, at=at)


def _link(sok: Account, *, at: datetime, why: str = "new here") -> str:
    return make_link(actor=MANAGER, account_id=sok.pk, why=why, at=at)


def test_a_password_that_somebody_else_set_is_due_until_its_owner_changes_it(
    sok: Account, at: datetime
) -> None:
    assert queries.password_is_due(sok)

    _change(sok, at=at)

    assert not queries.password_is_due(sok)
    sok.refresh_from_db()
    assert sok.check_password(NEW)
    entry = Entry.objects.latest("number")
    assert (entry.actor, entry.kind) == (f"account:{sok.pk}", "access:password:change")
    assert [row[0] for row in entry.rows] == ["access_passwordstate"]


def test_without_a_password_or_for_the_demo_none_is_due(sok: Account, at: datetime) -> None:
    ministry = open_account(actor=INSTALLER, username="dara", password=None, at=at)
    demo = open_account(actor=INSTALLER, username="demo", password=OLD, at=at, is_due=False)

    assert not queries.password_is_due(ministry)
    assert not queries.password_is_due(demo)


def test_a_wrong_old_password_or_the_same_again_changes_nothing(sok: Account, at: datetime) -> None:
    with pytest.raises(PasswordRefusedError) as wrong:
        _change(sok, old="guessed", new="guessed", at=at)
    with pytest.raises(PasswordRefusedError, match="is the old one"):
        _change(sok, new=OLD, at=at)

    assert [r.code for r in wrong.value.reasons] == ["wrong_old", "same_password"]
    sok.refresh_from_db()
    assert sok.check_password(OLD)
    assert queries.password_is_due(sok)


def test_a_link_sets_a_password_once_and_nobody_else_knows_it(sok: Account, at: datetime) -> None:
    token = _link(sok, at=at)
    sok.refresh_from_db()
    assert not sok.has_usable_password(), "the old one is good no longer"
    assert token not in str(list(Entry.objects.values_list("rows", "subject")))

    use_link(actor=_own(sok), account_id=sok.pk, token=token, new=NEW, at=at + timedelta(hours=47))

    sok.refresh_from_db()
    assert sok.check_password(NEW)
    assert not queries.password_is_due(sok)
    assert Entry.objects.latest("number").actor == f"account:{sok.pk}"
    with pytest.raises(PasswordRefusedError, match="was used"):
        use_link(actor=_own(sok), account_id=sok.pk, token=token, new="a third long one", at=at)


def test_a_link_dies_of_age_of_a_newer_one_and_with_its_account(sok: Account, at: datetime) -> None:
    first = _link(sok, at=at)
    assert queries.account_of_link(sok.pk, first, at=at + timedelta(hours=49)) is None
    second = _link(sok, at=at)
    assert queries.account_of_link(sok.pk, first, at=at) is None
    assert queries.account_of_link(sok.pk, second, at=at) == sok
    assert queries.account_of_link(sok.pk, second[:-1], at=at) is None
    assert queries.account_of_link(sok.pk + 1, second, at=at) is None
    with pytest.raises(PasswordRefusedError):
        use_link(
            actor=Actor(f"account:{sok.pk + 1}", ()),
            account_id=sok.pk + 1,
            token=second,
            new=NEW,
            at=at,
        )

    close_account(actor=INSTALLER, account_id=sok.pk, why="left", at=at)

    with pytest.raises(PasswordRefusedError):
        use_link(actor=_own(sok), account_id=sok.pk, token=second, new=NEW, at=at)


def test_only_another_access_manager_makes_a_link_with_a_reason(sok: Account, at: datetime) -> None:
    officer = Actor("account:98", (Grant("KH", GRANTS[Role.DUTY_OFFICER]),))
    with pytest.raises(PermissionRefusedError):
        make_link(actor=officer, account_id=sok.pk, why="x", at=at)
    own = Actor(f"account:{sok.pk}", MANAGER.grants)
    close_account(actor=INSTALLER, account_id=sok.pk, why="left", at=at)

    with pytest.raises(PasswordRefusedError) as refused:
        make_link(actor=own, account_id=sok.pk, why=" ", at=at)

    codes = [r.code for r in refused.value.reasons]
    assert codes == ["no_reason", "own_account", "account_closed"]
    sok.refresh_from_db()
    assert sok.has_usable_password()
