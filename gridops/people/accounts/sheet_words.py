"""Pure: the columns of a sheet of persons, the words that it says roles by, and its example row."""

from __future__ import annotations

from gridops.sheets import writing
from gridops.sheets.records import Headings
from gridops.words import Words

HEADINGS: Headings = {
    "name": ("姓名", "Name"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "Telephone", "Phone", "Mobile"),
    "username": ("用户名", "账号", "User name", "Username"),
    "agency": ("部门", "单位", "所属部门", "Agency"),
    "role": ("岗位", "角色", "Post", "Role"),
    "area": ("区域", "所辖区域", "网格", "区域代码", "Area"),
    "unit": ("处置力量", "力量", "Unit"),
    "starts": ("开始日期", "任职日期", "From"),
    "ends": ("结束日期", "Until"),
}
REQUIRED = ("name",)
#: Rows whose name begins so are the template's own, and are no persons.
EXAMPLE_MARKS = ("示例", "Example")
_ENGLISH = {
    "name": "Name",
    "phone": "Telephone",
    "username": "User name",
    "agency": "Agency",
    "role": "Post",
    "area": "Area",
    "unit": "Unit",
    "starts": "From",
    "ends": "Until",
}
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "grid_worker": ("网格员", "专职网格员", "grid worker"),
    "grid_head": ("网格长", "grid head"),
    "dispatcher": ("受理派遣", "受理派遣员", "派遣员", "dispatcher"),
    "duty_officer": ("值班", "值班员", "duty officer"),
    "handler": ("处置人员", "处置员", "handler"),
    "agency_head": ("部门负责人", "负责人", "agency head"),
    "supervisor": ("督查", "督查员", "supervisor"),
    "approver": ("审批", "审批人", "approver"),
    "auditor": ("审计", "审计员", "auditor"),
    "admin": ("管理员", "系统管理员", "administrator"),
}
_ROLES = {word.lower(): role for role, words in ROLE_WORDS.items() for word in (role, *words)}
_EXAMPLES = {
    "zh": (
        ("示例：张三", "13800000000", "", "网格化服务中心", "网格员", "填网格代码或名称", "", "", ""),
        ("示例：李四", "13800000001", "lisi", "综合行政执法队", "处置人员", "", "填处置力量名称", "", ""),
    ),
    "en": (
        ("Example: Zhang San", "13800000000", "", "Grid centre", "Grid worker", "code or name of the grid", "", "", ""),
        ("Example: Li Si", "13800000001", "lisi", "Enforcement", "Handler", "", "name of the unit", "", ""),
    ),
}  # fmt: skip


def role_of(text: str) -> str | None:
    """The role that a cell says; None where it is none of them."""
    return _ROLES.get(text.strip().lower())


def columns() -> list[writing.Column]:
    """The columns of the template; dates as dates, all else as text, so that no digit is lost."""
    return [
        writing.Column(
            Words(words[0], _ENGLISH[name]),
            kind="day" if name in ("starts", "ends") else "text",
            width=22 if name in ("area", "unit", "agency") else 14,
        )
        for name, words in HEADINGS.items()
    ]


def examples(language: str) -> list[list[str | None]]:
    """The example rows of the template: one person over an area, one in a unit."""
    return [[cell or None for cell in row] for row in _EXAMPLES[language]]
