"""HTTP words of the questions that a change of boundaries leaves. For administrators only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gridops.db.session import Session
from gridops.duties.area_questions.models import AreaQuestion
from gridops.duties.area_questions.queries import open_questions
from gridops.duties.following.answering import answer_question
from gridops.duties.following.carrying import FOLLOWERS
from gridops.duties.following.wire import AreaAnswerIn, AreaQuestionOut, AreaQuestionsOut
from gridops.duties.registers.wire import CodedName
from gridops.http.endpoint import Call, blueprint, endpoint
from gridops.people.roles import ADMIN
from gridops.territory.sets.queries.lineage import chains_of_sets

bp = blueprint("area_questions")
PATH = "/admin/area-questions"


@bp.get(PATH)
@endpoint(
    "Rows that ask where they hold since boundaries changed", roles=ADMIN, answers={200: AreaQuestionsOut}
)
def get_area_questions(call: Call[None, None]) -> Any:
    """Powers, list items, rules, precedents, hours and classes whose area was split, is gone, or is taken."""
    return _questions(call.session)


@bp.post(f"{PATH}/<uuid:question_id>")
@endpoint("Say where a row holds", roles=ADMIN, body=AreaAnswerIn, answers={200: AreaQuestionsOut})
def post_area_question(call: Call[AreaAnswerIn, None], question_id: UUID) -> Any:
    """From today on it holds in the areas that are named, in each by a row of its own, or ends. What is still open."""
    actor_id = call.actor.id
    answer_question(call.session, actor_id, question_id, call.body.heirs)
    return _questions(call.session)


def _questions(session: Session) -> AreaQuestionsOut:
    session.flush()
    asked = open_questions(session)
    codes = {code for one in asked for code in (one.area_code, *one.heirs)}
    chains = chains_of_sets(session, sorted(codes))
    names = {code: chain[-1].name for code, chain in chains.items()}
    return AreaQuestionsOut(items=[_question(session, one, names) for one in asked])


def _question(session: Session, asked: AreaQuestion, names: Mapping[str, str]) -> AreaQuestionOut:
    register = FOLLOWERS[asked.register]
    row: Any = register.find(session, asked.row_id)
    return AreaQuestionOut(
        id=asked.id,
        kind=asked.register,
        row_id=asked.row_id,
        title=register.title(row) if row is not None else "",
        area=_named(asked.area_code, names),
        reason=asked.reason,
        heirs=[_named(code, names) for code in asked.heirs],
        first_day=asked.first_day,
        asked_at=asked.asked_at,
    )


def _named(code: str, names: Mapping[str, str]) -> CodedName:
    return CodedName(code=code, name=names.get(code, code))
