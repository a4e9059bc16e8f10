"""The demonstration's sign-ins as they are shown at the start; read from its table of accounts.

The password is published on purpose: only the loopback address serves these accounts.
"""

from __future__ import annotations

import csv
from pathlib import Path

PASSWORD = "gridops-demo"  # noqa: S105 - published, see above
TABLE = Path(__file__).resolve().parent / "data" / "accounts.csv"


def sign_ins() -> list[tuple[str, str]]:
    """Username and what it is for (roles and name), in the table's order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            (row["username"], f"{row['roles'].replace('|', ', ')} · {row['display_name']}")
            for row in csv.DictReader(file)
        ]
