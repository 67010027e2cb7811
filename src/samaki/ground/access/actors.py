"""The actor: who acts, from which post, with which permissions, over which areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from samaki.ground.access.rules import BY_PROGRAM, MACHINE_GRANTS, Machine, Permission
from samaki.ground.places import rules as places

if TYPE_CHECKING:
    from collections.abc import Collection


class PermissionRefusedError(Exception):
    """The actor's roles do not allow the act. Carries the permission and the area.

    `is_withheld`: the account has it, and the token it acts by does not pass it on.
    """

    def __init__(
        self, permission: Permission, *, area: str | None = None, is_withheld: bool = False
    ) -> None:
        super().__init__(f"{permission.value}{f' in {area}' if area else ''}")
        self.permission = permission
        self.area = area
        self.is_withheld = is_withheld


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions that hold over one area and all that lies in it, through a post of a unit."""

    area: str
    permissions: frozenset[Permission]
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `key` goes into the journal: `account:7`, or a machine's own name."""

    key: str
    grants: tuple[Grant, ...]
    viewing_as: int | None = None  # the account a manager looks as; then nothing can be done
    withheld: frozenset[Permission] = frozenset()  # what the account may, and its token may not

    @property
    def is_looking(self) -> bool:
        """Whether somebody looks as another account and may do nothing."""
        return self.viewing_as is not None

    def may(self, permission: Permission, *, area: str | None = None) -> bool:
        """Tell whether a grant allows it, in that area if one is named."""
        return any(
            permission in grant.permissions and (area is None or places.covers(grant.area, area))
            for grant in self.grants
        )

    def require(self, permission: Permission, *, area: str | None = None) -> None:
        """Raise PermissionRefusedError unless `may`."""
        if not self.may(permission, area=area):
            is_withheld = permission in self.withheld
            raise PermissionRefusedError(permission, area=area, is_withheld=is_withheld)

    def areas(self, permission: Permission) -> tuple[str, ...]:
        """Return the areas over which the permission holds: the scope of a query."""
        return tuple(grant.area for grant in self.grants if permission in grant.permissions)

    def units_for(self, permission: Permission, *, area: str | None = None) -> tuple[str, ...]:
        """Return the units through which it holds, in that area if one is named.

        The unit whose area is the smallest comes first, of two the one appointed to earlier. What
        asks whether an office may act (is this its own?) asks whether it is among them.
        """
        allowing = [
            grant
            for grant in self.grants
            if permission in grant.permissions and (area is None or places.covers(grant.area, area))
        ]
        allowing.sort(key=lambda grant: places.depth(grant.area), reverse=True)
        return tuple(dict.fromkeys(grant.unit for grant in allowing if grant.unit is not None))

    def unit_for(
        self, permission: Permission, *, area: str | None = None, prefer: str | None = None
    ) -> str | None:
        """Return the unit an act counts for: `prefer` if it allows it, else the first that does."""
        units = self.units_for(permission, area=area)
        return prefer if prefer in units else next(iter(units), None)

    @property
    def units(self) -> frozenset[str]:
        """Every unit the actor has a seat in, whatever it allows: who is a party judges nothing."""
        return frozenset(grant.unit for grant in self.grants if grant.unit is not None)

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts the actor holds, the one appointed to earliest first."""
        return tuple(dict.fromkeys(g.post for g in self.grants if g.post is not None))

    @property
    def permissions(self) -> Collection[Permission]:
        """All that the actor may do anywhere."""
        return frozenset().union(*(grant.permissions for grant in self.grants))


def by_program(actor: Actor, asked: Collection[Permission]) -> Actor:
    """Return what an actor may do by a token that asks for some permissions: those alone.

    Of them only those that a program may use and that the actor has now. Units and posts stay, also
    those of grants that pass nothing on: who is a party by the page is one by a program too.
    """
    passed_on = BY_PROGRAM & frozenset(asked)
    grants = tuple(replace(g, permissions=g.permissions & passed_on) for g in actor.grants)
    return replace(actor, grants=grants, withheld=frozenset(actor.permissions) - passed_on)


NOBODY = Actor(key="anonymous", grants=())


def machine(name: Machine) -> Actor:
    """Return a machine actor, with its own permissions over the whole country."""
    return Actor(key=name.value, grants=(Grant(places.COUNTRY, MACHINE_GRANTS[name]),))
