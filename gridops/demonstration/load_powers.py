"""The illustrative register of powers: delegated items of four towns, and what agencies hold by themselves."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.demonstration.tables import rows
from gridops.duties.powers.models import Power
from gridops.duties.powers.table import read_power_table
from gridops.territory.areas.queries import area_names


def load_powers(session: Session) -> int:
    """Every row of the table; returns how many the register holds then."""
    table = read_power_table(rows("powers"), area_names(session))
    session.add_all(
        Power(valid_from=row.valid_from, valid_to=row.valid_to, **row.content.columns()) for row in table
    )
    session.flush()
    return len(table)
