"""Every endpoint with who may call it, as a table in Markdown: written from the endpoints themselves."""

from __future__ import annotations

from typing import Any

from gridops.http.endpoint import Description, described

COMMAND = "gridops endpoints --write"

_HEAD = f"""# Who may call what

Every endpoint with the roles that it admits, whatever their place; what the place or the case decides besides stands
beside it. Written by `{COMMAND}` from the endpoints themselves; a test says when it is stale.

| endpoint | what it does | who may call | what is asked besides |
|---|---|---|---|
"""


def endpoint_table(app: Any) -> str:
    """The whole document of `app`'s endpoints, in order of the path."""
    return _HEAD + "".join(_line(*one) for one in described(app))


def _line(rule: str, method: str, about: Description) -> str:
    who = "anybody" if about.public else str(about.roles)
    return f"| `{method} {rule}` | {about.summary} | {who} | {about.asks} |\n"
