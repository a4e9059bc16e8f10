"""Who may call an endpoint, as the request wrapper asks it. Which roles there are is not known here."""

from __future__ import annotations

from typing import Any, Protocol

from gridops.errors import Problem
from gridops.words import Words


class Permission(Protocol):
    """A named set of callers, written beside the endpoint; people.roles holds them."""

    @property
    def refusal(self) -> Words:
        """What is said to those who are not admitted."""

    def admits(self, actor: Any) -> bool:
        """Whether a signed-in actor may call."""

    def __str__(self) -> str:
        """The set as the table of endpoints names it."""


class SignedIn:
    """Whoever has signed in, whatever the roles."""

    refusal = Words("请先登录", "Sign in first")

    def admits(self, actor: Any) -> bool:
        """Whether there is an actor."""
        return actor is not None

    def __str__(self) -> str:
        return "signed in"


SIGNED_IN = SignedIn()


def require(permission: Permission, actor: Any) -> None:
    """403 in the permission's own words for an actor that it does not admit."""
    if not permission.admits(actor):
        raise Problem("out-of-scope", permission.refusal)
