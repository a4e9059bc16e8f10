"""What administrators must be told of the calendar. Writes nothing."""

from __future__ import annotations

from gridops.db.session import Session
from gridops.duties.calendar import queries


def calendar_warnings(session: Session) -> list[str]:
    """What administrators must be told loudly: years that limits run into and nobody has announced here."""
    return [
        f"{year} 年放假安排尚未录入，时限按周一至周五计算，请导入国务院办公厅的通知"
        for year in queries.unknown_years(session, queries.today(session))
    ]
