"""The vocabulary of responsibilities: kinds, who pays, what is done first. No decisions."""

from __future__ import annotations

RESPONSIBILITY_KINDS = ("basic", "assisting", "taken_back")
RESPONSIBILITY_WORDS = {"basic": "基本履职", "assisting": "配合履职", "taken_back": "上级收回"}

#: Which side pays for a responsibility.
PAYERS = ("township", "district", "shared")
PAYER_WORDS = {"township": "镇街", "district": "区县", "shared": "区镇分担"}

#: What is done first and arbitrated after, however its duty is disputed.
FIRST_GROUNDS = ("flood", "fire", "life", "work_safety", "hotline_12345")
GROUND_WORDS = {
    "flood": "防汛救灾",
    "fire": "消防",
    "life": "人身安全",
    "work_safety": "安全生产",
    "hotline_12345": "12345 热线",
}
