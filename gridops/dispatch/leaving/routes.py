"""HTTP words of leaving: listed before it is done, then done in one step. For administrators only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint

from gridops import clock
from gridops.db.session import Session, acting_as
from gridops.dispatch.leaving import queries
from gridops.dispatch.leaving.handing_over import leave
from gridops.dispatch.leaving.wire import LeavingIn, LeavingOut, LeavingPostOut, LeavingQuery, OpenCaseOut
from gridops.errors import Fault, invalid
from gridops.http.endpoint import Call, endpoint
from gridops.incidents.models import Incident
from gridops.people import queries as people_queries
from gridops.people.accounts.editing import get_account
from gridops.people.accounts.leaving import read_leaving
from gridops.people.accounts.presenting import Naming, deputies_out
from gridops.people.accounts.wire import NamedOut
from gridops.people.confirmed import RECENTLY, UNCONFIRMED, require_confirmed
from gridops.people.models import Account, Post
from gridops.people.roles import ADMIN
from gridops.territory import queries as territory_queries

leaving_bp = Blueprint("leaving", __name__)
_PATH = "/admin/accounts/<uuid:account_id>/leaving"


@leaving_bp.get(_PATH)
@endpoint("What goes to who takes over", roles=ADMIN, query=LeavingQuery, answers={200: LeavingOut})
def get_leaving(call: Call[None, LeavingQuery], account_id: UUID) -> Any:
    """All that is open in a person's name, before he leaves; nothing is changed."""
    account = get_account(call.session, account_id)
    successor = _successor(call.session, call.query.successor_id)
    return _listed(call.session, account, successor, call.query.on or territory_queries.today(call.session))


@leaving_bp.post(_PATH)
@endpoint(
    "Have a person leave",
    roles=ADMIN,
    asks=RECENTLY,
    body=LeavingIn,
    refuses={**UNCONFIRMED, 409: ("last-administrator", "no-successor")},
    answers={200: LeavingOut},
)
def post_leaving(call: Call[LeavingIn, None], account_id: UUID) -> Any:
    """Posts, open tasks and reports go to who takes over and the sessions end; answers what was handed over."""
    session, body = call.session, call.body
    require_confirmed(session, call.actor)
    account = get_account(session, account_id)
    successor = _successor(session, body.successor_id)
    listed = _listed(session, account, successor, body.on)
    leave(session, call.actor, account, successor, body.on)
    return listed


def _successor(session: Session, account_id: UUID | None) -> Account | None:
    if account_id is None:
        return None
    found = people_queries.find_account_row(session, account_id)
    if found is None:
        raise invalid(Fault("/successor_id", "没有这个人", "No such person"))
    return found[0]


def _listed(session: Session, account: Account, successor: Account | None, on: date) -> LeavingOut:
    with acting_as(session, "gridops_system"):
        posts = read_leaving(session, account, on)
        tasks = queries.open_tasks(session, account.id)
        reports = queries.open_reports(session, account.id)
        sessions = people_queries.devices_of(session, account.id, clock.now())
        naming = Naming.read(session, posts.ending)
        deputyships = [(row, session.get_one(Post, row.post_id)) for row in posts.deputyships]
        return LeavingOut(
            account=NamedOut(id=account.id, name=account.display_name),
            on=on,
            successor=NamedOut(id=successor.id, name=successor.display_name) if successor else None,
            needs_successor=bool(posts.only),
            posts=[LeavingPostOut(post=naming.post(p), is_only=p.id in posts.only) for p in posts.ending],
            tasks=[_case(i, NamedOut(id=d.unit_id, name=d.unit_name)) for d, i in tasks],
            waiting=[_case(i) for i in reports if i.state == "reported"],
            reports=[_case(i) for i in reports if i.state != "reported"],
            deputyships=deputies_out(session, deputyships),
            sessions=len(sessions),
        )


def _case(i: Incident, unit: NamedOut | None = None) -> OpenCaseOut:
    return OpenCaseOut(
        id=i.id, case_number=i.case_number, service_name=i.service_name, state=i.state, unit=unit
    )
