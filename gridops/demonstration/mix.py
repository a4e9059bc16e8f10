"""What is reported how often, and in which words: plain everyday matters first, anything now and then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

#: How often a matter comes up, against one another; those not named come up rarely.
WEIGHTS = {
    "C0102": 14.0,
    "C0104": 8.0,
    "C0108": 5.0,
    "C0201": 8.0,
    "C0505": 10.0,
    "C0506": 7.0,
    "C0504": 7.0,
    "C0501": 6.0,
    "C0507": 6.0,
    "C0103": 4.0,
    "C0106": 4.0,
    "C0110": 4.0,
    "C0203": 3.0,
    "C0511": 3.0,
    "C0404": 3.0,
    "C0101": 2.0,
    "C0105": 2.0,
    "C0109": 2.0,
    "C0117": 2.0,
    "C0301": 2.0,
    "C0302": 2.0,
    "C0508": 2.0,
    "C0510": 2.0,
    "M01": 2.0,
    "C0406": 1.0,
    "C0402": 0.5,
}
RARE = 0.06

PLACES = (
    "路口",
    "村口",
    "小区门口",
    "学校旁",
    "市场西侧",
    "桥头",
    "公交站后",
    "沟边",
    "卫生室对面",
    "广场南",
)
ENDINGS = ("", "，请安排处理", "，有一阵了", "，居民反映过", "，影响通行", "，早上看到的", "，今天又有")
KINDS = {
    "市容环境": "clean",
    "宣传广告": "clean",
    "施工管理": "persuade",
    "街面秩序": "persuade",
    "突发事件": "repair",
    "矛盾纠纷": "mediate",
}
HANDLED_WORDS = ("已处理", "已清理干净", "已劝离", "已恢复原状", "到场处理完毕")
REASONS = {
    "reject": ("不属于受理范围", "现场未见所述情况", "与已办事项重复"),
    "decline": ("不属于本队职责", "人员都在处置其他事项"),
    "recall": ("派错了单位，改派", "由其他单位处置更合适"),
    "return": ("现场核对后不属本单位", "需要其他部门先处理"),
    "rework": ("还有一处没有处理", "照片看不清，请再处理"),
}


def pick_matter(rng: Random, matters: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A matter, the everyday ones more often."""
    weights = [WEIGHTS.get(m["service_code"], RARE) for m in matters]
    return rng.choices(matters, weights)[0]


def describe(rng: Random, matter: Mapping[str, Any], village: str) -> str:
    """A sentence as somebody would type it while walking."""
    word = rng.choice(matter["aliases"] or [matter["service_name"]])
    return f"{village}{rng.choice(PLACES)}{word}{rng.choice(ENDINGS)}"


def kind_of(matter: Mapping[str, Any]) -> str:
    """How a matter is handled; none of these kinds needs a power."""
    return KINDS.get(matter["service_group"], "other")
