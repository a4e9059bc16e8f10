"""The table of origins' policies in versions. Columns and constraints only."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import Base, one_of
from gridops.db.ids import new_id
from gridops.duties.routing.models import _FALSE, _TRUE
from gridops.duties.words import ORIGINS


class OriginPolicyVersion(Base):
    """A version of an origin's policy: `rules.origins.OriginPolicy` with its dates."""

    __tablename__ = "origin_policy"
    __table_args__ = (
        UniqueConstraint("origin", "version"),
        ExcludeConstraint(
            ("origin", "="),
            (text("daterange(valid_from, valid_to)"), "&&"),
            using="gist",
            name="ex_origin_policy_dates",
        ),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="dates"),
        CheckConstraint(one_of("origin", ORIGINS), name="origin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    origin: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    may_reject: Mapped[bool] = mapped_column(server_default=_TRUE, default=True)
    may_merge: Mapped[bool] = mapped_column(server_default=_TRUE, default=True)
    needs_answer: Mapped[bool] = mapped_column(server_default=_FALSE, default=False)
    needs_call_back: Mapped[bool] = mapped_column(server_default=_FALSE, default=False)
    return_to: Mapped[str] = mapped_column(server_default="", default="")
    return_limit: Mapped[dict[str, Any] | None]
    own_limit: Mapped[dict[str, Any] | None]
