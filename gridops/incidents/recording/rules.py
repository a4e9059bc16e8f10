"""Pure: how a case is numbered."""

from __future__ import annotations


def case_prefix(district_code: str, day: str) -> str:
    """How the 19-digit case number in use begins: county 6 + date 8; a serial of 5 follows."""
    return f"{district_code[:6]}{day}"
