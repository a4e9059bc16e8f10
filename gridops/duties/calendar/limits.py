"""Pure: limits, and the words that offices write for them. What a limit means on a calendar is not known here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from gridops.errors import Unfit

LIMIT_UNITS = ("urgent_minute", "urgent_hour", "work_hour", "work_day", "natural_day")
LIMIT_MODES = ("elapsed", "from_next_day")
DAY_UNITS = frozenset({"work_day", "natural_day"})
MOST = 3650
LIMIT_WORDS = {
    "urgent_minute": "分钟",
    "urgent_hour": "紧急工作时",
    "work_hour": "工作时",
    "work_day": "工作日",
    "natural_day": "自然日",
}

#: How one says that a limit runs day and night.
_RUNS_ON = "（夜间、节假日照算）"
#: In the sheets that offices hold an hour is a working hour and a day a working day.
_SHEET_WORDS = {**LIMIT_WORDS, "work_hour": "小时", "work_day": "天"}
_UNIT = (
    r"紧急(?:工作)?(?:日|天)|紧急(?:工作)?(?:小时|时)|自然(?:日|天)|日历(?:日|天)"
    r"|工作(?:小时|时)|工作(?:日|天)|小时|时|天|日|分钟|" + "|".join(LIMIT_UNITS)
)
_NUMBER = r"\d+(?:\.\d{1,2})?|[一二两三四五六七八九十百半]+"
_LIMIT = re.compile(rf"(?P<before>[^\d]*?)(?P<n>{_NUMBER})个?\s*(?P<unit>{_UNIT})(?P<after>[^\d]*)")
_SAID_TO_RUN_ON = re.compile(r"(?P<unit>小时|时|天|日)\s*\((?:夜间|夜里|周末|节假日|[、,和及也])+照[算计]\)")
_PARTS = re.compile(r"[;；,，、/\n]+")
_NEXT_DAY = re.compile(r"自?次日(?:起算?)?|不[计含]当[日天]")
_FILLER = re.compile(
    r"不超过|不得超过|最长|最多|以内|之内|之前|应在|限时|处置时限|时限|^内|内$|^[限于在]|[:：（）()\s]"
)
_NAME = re.compile(r"[A-Za-z\u4e00-\u9fff]*")
#: What a step is called where its name stands right beside the number: something that is done.
_STEP = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:制止|处罚|拆除|清[理运除扫]|修复|恢复|更换|维修|整[改治]|处[置理警]|办[结理]|到[场达位]|响应"
    r"|核[实查]|受理|派[遣单]|[立结]案|查处|告知|通知|答复|回复|反馈|取缔|停工|扶正|加固|覆盖|补[植齐]|疏通|抢[修险]|警示"
    r"|围挡|完[成毕]|解决|归位|[排消]除|封堵|上报|劝离|[拖移搬撤]离|移[除交]|催告|打捞|还原|设置|审[核批]|验收|回访)"
)
#: What makes a limit unsure, or says when it begins; never the name of a step.
_VAGUE = re.compile(
    r"左右|大[约概致]|约|可能|尽[快量]|及时|以?后|以上|之后|以前|起|[今明后昨当次][天日晚]|上午|下午|晚上|每|或|至少|酌情|视情"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True)
class Limit:
    """So much of a unit, for one step (`name` empty: for the whole); `by_class` replaces it in an area class."""

    amount: int | float
    unit: str
    mode: str = "elapsed"
    name: str = ""
    by_class: Mapping[str, Limit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.unit not in LIMIT_UNITS:
            raise ValueError(f"unknown unit of a limit: {self.unit}")
        if self.mode not in LIMIT_MODES:
            raise ValueError(f"unknown mode of a limit: {self.mode}")
        if isinstance(self.amount, bool) or not 0 < self.amount <= MOST:
            raise ValueError(f"a limit's amount lies above 0 and at most {MOST}")
        if self.unit in DAY_UNITS and self.mode == "from_next_day" and self.amount != int(self.amount):
            raise ValueError("dates are counted whole")

    def in_class(self, area_class: str | None) -> Limit:
        """The limit that holds in an area class."""
        return self.by_class.get(area_class or "", self)

    def as_json(self) -> dict[str, Any]:
        """The stored and shown form; `limit_of` reads it back."""
        found: dict[str, Any] = {
            "amount": self.amount,
            "unit": self.unit,
            "mode": self.mode,
            "name": self.name,
        }
        if self.by_class:
            found["by_class"] = {key: other.as_json() for key, other in self.by_class.items()}
        return found


def limit_of(stored: Mapping[str, Any]) -> Limit:
    """A limit from its stored form; raises ValueError where it is none."""
    return Limit(
        amount=stored["amount"],
        unit=stored["unit"],
        mode=stored.get("mode", "elapsed"),
        name=stored.get("name", ""),
        by_class={key: limit_of(other) for key, other in stored.get("by_class", {}).items()},
    )


def limit_text(limit: Limit) -> str:
    """A limit as it is said, such as 2工作日 or 制止：1 小时（夜间、节假日照算）; `parse_limits` reads it back."""
    words = _said(limit) + ("（次日起算）" if limit.mode == "from_next_day" else "")
    return f"{limit.name}：{words}" if limit.name else words


def sheet_text(limits: tuple[Limit, ...]) -> str:
    """Limits as a sheet says them, so that `parse_limits` reads the same again."""
    said = []
    for limit in limits:
        words = _words(limit, _SHEET_WORDS) + ("（次日起算）" if limit.mode == "from_next_day" else "")
        is_plain = not limit.name or _STEP.fullmatch(limit.name)
        said.append(f"{words}{limit.name}" if is_plain else f"{limit.name}：{words}")
    return "；".join(said)


def _said(limit: Limit) -> str:
    if limit.unit != "urgent_hour":
        return _words(limit, LIMIT_WORDS)
    whole = limit.amount % 24 == 0
    return f"{limit.amount / 24 if whole else limit.amount:g} {'天' if whole else '小时'}{_RUNS_ON}"


def _words(limit: Limit, words: Mapping[str, str]) -> str:
    if limit.unit == "urgent_hour" and limit.amount % 24 == 0:
        return f"{int(limit.amount // 24)}紧急工作日"
    return f"{limit.amount:g}{words[limit.unit]}"


def parse_limits(text: str, *, mode: str = "elapsed") -> tuple[Limit, ...]:
    """The limits that a cell says, one for each step; raises Unfit naming the part that cannot be read, or asking.

    小时 and 天 are working time, 紧急… runs through nights and holidays, as does
    1 小时（夜间、节假日照算）; words beside a number name its step (1紧急工作时制止);
    次日起 or 不计当日 switches that step to whole dates.
    """
    plain = _SAID_TO_RUN_ON.sub(r"紧急\g<unit>", unicodedata.normalize("NFKC", text))
    parts = [part for part in _PARTS.split(plain) if part.strip()]
    if not parts:
        raise Unfit("时限为空", "The limit is empty")
    return tuple(_parse_part(part.strip(), mode) for part in parts)


def parse_limit(text: str, *, mode: str = "elapsed") -> Limit:
    """The one limit that a text says."""
    found = parse_limits(text, mode=mode)
    if len(found) != 1:
        raise Unfit(f"应只有一个时限：{text}", "One limit is expected")
    return found[0]


def _parse_part(part: str, mode: str) -> Limit:
    match = _LIMIT.fullmatch(part)
    if match is None:
        raise Unfit(f"时限读不懂：{part[:40]}", "The limit cannot be read")
    beside = match["before"] + match["after"]
    if _NEXT_DAY.search(beside):
        beside, mode = _NEXT_DAY.sub("", beside), "from_next_day"
    name = _FILLER.sub("", beside).strip()
    if len(name) > 20 or not _NAME.fullmatch(name):
        raise Unfit(f"时限读不懂：{part[:40]}", "The limit cannot be read")
    try:
        limit = _limit(_number(match["n"]), match["unit"], mode)
    except ValueError as error:
        raise Unfit(f"时限读不懂：{part[:40]}", f"The limit cannot be read ({error})") from error
    _ask_about(part, match, name, replace(limit, name=""))
    return replace(limit, name=name)


def _ask_about(part: str, match: re.Match[str], name: str, limit: Limit) -> None:
    """Refuse what was not understood whole, with the question what is meant by it."""
    is_half_day = match["n"] == "半" and match["unit"][-1] in "日天"
    is_told = bool(re.search(r"[:：]\s*$", match["before"])) and not _VAGUE.search(name)
    if not is_half_day and (not name or is_told or _STEP.fullmatch(name)):
        return
    said = _words(limit, LIMIT_WORDS) + ("（次日起算）" if limit.mode == "from_next_day" else "")
    doubt = "半天的长短随作息而变" if is_half_day else f"「{name}」不知何意"
    step = "" if is_half_day or _VAGUE.search(name) else f"，若是步骤名请写成 {name}：{said}"
    raise Unfit(
        f"时限「{part[:40]}」没有全部读懂（{doubt}）：是 {said} 吗？请照此改写{step}",
        f"The limit was not understood whole. Understood as {said}? Then write it so",
    )


def _limit(amount: Decimal, unit: str, mode: str) -> Limit:
    if unit in LIMIT_UNITS:
        known = unit
    elif unit == "分钟":
        known = "urgent_minute"
    elif unit.startswith("紧急"):
        known = "urgent_hour"
        amount = amount * 24 if unit[-1] in "日天" else amount
    elif unit.startswith(("自然", "日历")):
        known = "natural_day"
    else:
        known = "work_day" if unit[-1] in "日天" else "work_hour"
    whole = amount == amount.to_integral_value()
    return Limit(int(amount) if whole else float(amount), known, mode)


def _number(text: str) -> Decimal:
    if text[0].isdigit():
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    one = "[一二两三四五六七八九]"
    match = re.fullmatch(rf"(?:({one})百)?(?:({one})?(十))?({one})?", text)
    if match is None:
        raise ValueError("not a number")
    hundreds, tens, ten, ones = match.groups()
    found = 100 * _DIGITS.get(hundreds or "零", 0) + _DIGITS.get(ones or "零", 0)
    return Decimal(found + (10 * _DIGITS[tens or "一"] if ten else 0))
