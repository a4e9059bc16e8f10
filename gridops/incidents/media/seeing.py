"""Who sees a photo by the cases on which it was declared. Its sender needs no case, and is not asked about here."""

from __future__ import annotations

from typing import Any

from gridops.db.session import Session
from gridops.incidents.involved import is_in_chain
from gridops.incidents.media.queries import incidents_with_media
from gridops.people.rules import Actor


def may_see_photo(session: Session, actor: Actor, media: Any) -> bool:
    """Whether `actor` sees a case on which the photo's sender declared it.

    Declaring another's photo shows nothing: only the sender's own declaration counts.
    """
    cases = incidents_with_media(session, media)
    return any(not case.is_restricted or is_in_chain(actor, case) for case in cases)
