"""The table of routing rules in versions. Columns and constraints only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Integer, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gridops.db.base import EMPTY_ARRAY, EMPTY_LIST, Base, Code, one_of
from gridops.db.dated.models import DatedRow, dates_in_order, no_overlap
from gridops.duties.words import LEVELS, ORIGINS

_FALSE, _TRUE, _ZERO = text("false"), text("true"), text("0")


class RoutingRuleVersion(DatedRow, Base):
    """A version of a routing rule: `rules.routing.RuleContent` with its dates. Empty conditions hold for every case.

    What a case was routed by is named by code and number, so a version that has been in force is never rewritten.
    """

    __tablename__ = "routing_rule"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        no_overlap("ex_routing_rule_dates", "code"),
        dates_in_order(),
        CheckConstraint(one_of("level", ("", *LEVELS)), name="level"),
        CheckConstraint(one_of("to_level", ("", *LEVELS)), name="to_level"),
        CheckConstraint(one_of("origin", ("", *ORIGINS)), name="origin"),
        CheckConstraint("service_code = '' OR group_code = ''", name="matter"),
        CheckConstraint("(area_code = '') = (area_place = '')", name="area"),
        CheckConstraint("(season_from = 0) = (season_to = 0)", name="season"),
        CheckConstraint("(time_from = '') = (time_to = '')", name="time"),
    )

    code: Mapped[str]
    name: Mapped[str]

    service_code: Mapped[str] = mapped_column(server_default="", default="")
    group_code: Mapped[str] = mapped_column(server_default="", default="")
    area_code: Mapped[str] = mapped_column(Code, server_default="", default="")
    area_place: Mapped[str] = mapped_column(server_default="", default="")
    area_kind: Mapped[str] = mapped_column(server_default="", default="")
    level: Mapped[str] = mapped_column(server_default="", default="")
    origin: Mapped[str] = mapped_column(server_default="", default="")
    season_from: Mapped[int] = mapped_column(Integer, server_default=_ZERO, default=0)
    season_to: Mapped[int] = mapped_column(Integer, server_default=_ZERO, default=0)
    time_from: Mapped[str] = mapped_column(server_default="", default="")
    time_to: Mapped[str] = mapped_column(server_default="", default="")

    to_level: Mapped[str] = mapped_column(server_default="", default="")
    accepts: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=EMPTY_ARRAY, default=list)
    leads: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST, default=list)
    helps: Mapped[list[Any]] = mapped_column(server_default=EMPTY_LIST, default=list)
    sends_helpers: Mapped[bool] = mapped_column(server_default=_FALSE, default=False)
