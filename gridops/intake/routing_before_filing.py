"""What routing rules lay down before anybody files: at which level a report stands, and who accepts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gridops.db.session import Session
from gridops.duties.routing import queries as routing_queries
from gridops.duties.routing.places import sites_of
from gridops.duties.routing.router import RoutingCase, level_and_acceptors
from gridops.intake.drafting import Draft

LevelAndAcceptors = tuple[str, Sequence[str]]


def levels_and_acceptors(session: Session, drafts: Sequence[Draft], at: datetime) -> list[LevelAndAcceptors]:
    """(level, accepting roles) for each draft, in order; ("", ()) where no rule says so. `at` is local time.

    One statement where no rule of the day speaks of it, a fixed number for any number of drafts where one does.
    """
    rules = routing_queries.rules_that_lift(session, at.date()) if drafts else []
    if not rules:
        return [("", ())] * len(drafts)
    sites = sites_of(session, [(d.spot.place.scope_code, d.spot.place.special_code) for d in drafts])
    return [
        level_and_acceptors(
            rules,
            RoutingCase(
                service_code=draft.version.matter.service_code,
                matter=draft.version.standard,
                is_admitted=draft.version.is_admitted,
                site=site,
                level=draft.version.standard.default_level,
                origin=draft.report.origin,
                at=at,
            ),
        )
        for draft, site in zip(drafts, sites, strict=True)
    ]
