"""The table of origins' policies in versions. Columns and constraints only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.dated.models import DatedRow, dates_in_order, no_overlap
from gridops.duties.routing.models import _FALSE, _TRUE
from gridops.duties.words import ORIGINS


class OriginPolicyVersion(DatedRow, Base):
    """A version of an origin's policy: `rules.origins.OriginPolicy` with its dates."""

    __tablename__ = "origin_policy"
    __table_args__ = (
        UniqueConstraint("origin", "version"),
        no_overlap("ex_origin_policy_dates", "origin"),
        dates_in_order(),
        CheckConstraint(one_of("origin", ORIGINS), name="origin"),
    )

    origin: Mapped[str]
    may_reject: Mapped[bool] = mapped_column(server_default=_TRUE, default=True)
    may_merge: Mapped[bool] = mapped_column(server_default=_TRUE, default=True)
    needs_answer: Mapped[bool] = mapped_column(server_default=_FALSE, default=False)
    needs_call_back: Mapped[bool] = mapped_column(server_default=_FALSE, default=False)
    return_to: Mapped[str] = mapped_column(server_default="", default="")
    return_limit: Mapped[dict[str, Any] | None]
    own_limit: Mapped[dict[str, Any] | None]
