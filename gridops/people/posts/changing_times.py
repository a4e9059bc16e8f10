"""When an account's rights change by the mere passing of time: a timer each, which has its sockets looked at.

Rights are read by row at every request; only what is open, a socket, has to be told.
"""

from __future__ import annotations

from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.log.appending import Entry, append
from gridops.people import queries
from gridops.timers.setting import drop_timer, set_timer

RIGHTS_CHANGE = "account.rights_change"


def watch_rights(session: Session, *accounts: UUID | None) -> None:
    """Set each account's timer to the next moment at which a post or a deputyship of it begins or ends."""
    for account_id in dict.fromkeys(a for a in accounts if a is not None):
        due_at = queries.next_change_of_rights(session, account_id, clock.now())
        if due_at is None:
            drop_timer(session, kind=RIGHTS_CHANGE, entity_id=account_id)
        else:
            set_timer(session, kind=RIGHTS_CHANGE, entity="account", entity_id=account_id, due_at=due_at)


def rights_change(session: Session, account_id: UUID) -> bool:
    """Tell the log that an account's rights are others from now on; whether they change once more later."""
    append(session, Entry("account.changed", "account", account_id, 1, None, persons=[account_id]))
    due_at = queries.next_change_of_rights(session, account_id, clock.now())
    if due_at is None:
        return False
    set_timer(session, kind=RIGHTS_CHANGE, entity="account", entity_id=account_id, due_at=due_at)
    return True
