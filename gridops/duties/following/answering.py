"""An administrator says where a row holds whose area was split: in one of its heirs, in several, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from gridops import clock
from gridops.db.session import Session
from gridops.duties.area_questions.models import AreaQuestion
from gridops.duties.calendar import queries as calendar_queries
from gridops.duties.following.carrying import FOLLOWERS
from gridops.errors import Problem, fault
from gridops.log.appending import Entry, append


def answer_question(
    session: Session, actor_id: UUID | None, question_id: UUID, heirs: Sequence[str]
) -> AreaQuestion:
    """The row and what follows it hold in `heirs` from today on, in none of them they end.

    422 for another area, and where a row of the same line holds there already; 409 once it has been answered.
    """
    asked = session.get(AreaQuestion, question_id, with_for_update=True, populate_existing=True)
    if asked is None:
        raise Problem("not-found")
    if asked.answered_at is not None:
        words = ("这个问题已经答复", "This question has been answered")
        raise Problem("stale-version", words, version=1)
    chosen = list(dict.fromkeys(heirs))
    if not set(chosen) <= set(asked.heirs):
        raise fault("/heirs", "只能选原区域分成的区域", "Choose among the areas that it became")
    _carry(session, actor_id, asked, chosen)
    asked.answer, asked.answered_at, asked.answered_by = chosen, clock.now(), actor_id
    data = {"register": asked.register, "row": str(asked.row_id), "area": asked.area_code, "heirs": chosen}
    append(session, Entry("area_question.answered", "area_question", asked.id, 1, actor_id, data=data))
    return asked


def _carry(session: Session, actor_id: UUID | None, asked: AreaQuestion, chosen: Sequence[str]) -> None:
    register, today = FOLLOWERS[asked.register], calendar_queries.today(session)
    register.lock(session)
    rows = register.open_rows(session, asked.row_id, asked.area_code, today)
    if not rows:
        # Somebody has ended it, or has entered it anew, while the question stood.
        return
    stays = asked.area_code in chosen
    others = [code for code in chosen if code != asked.area_code]
    copied = others if stays else others[1:]
    for code in copied:
        register.refuse_place(session, rows, code, today, is_copy=True)
        register.copy(session, actor_id, rows, code, today)
    if stays:
        return
    if others:
        register.refuse_place(session, rows, others[0], today)
        register.carry(session, actor_id, rows, others[0], today)
    else:
        register.close(session, actor_id, rows, today)
