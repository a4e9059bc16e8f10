"""The same thing brought again under the number of its origin: what is new of it joins the case. Never commits."""

from __future__ import annotations

from collections.abc import Sequence

from gridops.incidents.media.declaring import declare_media, media_rows
from gridops.incidents.media.queries import media_of
from gridops.incidents.media.wire import MediaIn
from gridops.incidents.models import Incident, IncidentPrivate
from gridops.incidents.moves.editing import CaseEdit
from gridops.incidents.moves.queries import notes_of

ENTRY = "incident.heard_again"


def record_heard_again(
    edit: CaseEdit,
    *,
    text: str,
    person_name: str | None,
    person_phone: str | None,
    media: Sequence[MediaIn],
) -> Incident:
    """Another text is kept as a note; photos and a caller that the case lacks are added; else nothing happens."""
    i, session = edit.incident, edit.session
    private = session.get(IncidentPrivate, i.id)
    said = {(private.description if private and i.is_restricted else i.description) or ""}
    said |= {note for (_, action), note in notes_of(session, i.id).items() if action == ENTRY}
    words = text.strip()
    known = {row.media_id for row in media_of(session, [i.id]).get(i.id, [])}
    photos = [one for one in media if one.client_id not in known]
    is_told = bool(words) and words not in {one.strip() for one in said}
    has_caller = _add_caller(edit, private, person_name, person_phone)
    if not (is_told or photos or has_caller):
        return i
    assert edit.actor is not None
    data = {"photos": len(photos), "caller": has_caller}
    edit.log(
        ENTRY, note=words if is_told else None, data={name: value for name, value in data.items() if value}
    )
    declare_media(session, media_rows(photos, incident_id=i.id, declared_by=edit.actor.id, version=i.version))
    return i


def _add_caller(edit: CaseEdit, private: IncidentPrivate | None, name: str | None, phone: str | None) -> bool:
    """Whom to ring back, where nobody was known so far; a number that is there is never written over."""
    if phone is None or (private is not None and private.person_phone is not None):
        return False
    if private is None:
        edit.session.add(
            IncidentPrivate(incident_id=edit.incident.id, fields={}, person_name=name, person_phone=phone)
        )
    else:
        private.person_name, private.person_phone = private.person_name or name, phone
    return True
