"""The kinds of burden that are refused. No decisions."""

from __future__ import annotations

BURDEN_KINDS = ("responsibility_letter", "veto_item", "off_list_survey", "other")
