"""Words of matters, powers, responsibilities and routing. No rules."""

from __future__ import annotations

from collections.abc import Mapping

from gridops.duties.powers.words import BY_STATIONED
from gridops.incidents.words import POWER_ACTS
from gridops.words import Words

_PAYERS = {
    "township": Words("镇街承担", "Township"),
    "district": Words("区县承担", "District"),
    "shared": Words("区镇分担", "Shared"),
}

VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    "label_family": {
        "city": Words("城市管理（立案…结案）", "City management (filed … closed)"),
        "governance": Words("社会治理（受理…办结）", "Social governance (accepted … concluded)"),
    },
    "intake_mode": {
        "manual": Words("人工受理", "By hand"),
        "auto_file": Words("自动立案", "Filed automatically"),
        "auto_dispatch": Words("自动派遣", "Dispatched automatically"),
        "record_only": Words("只作记录", "Recorded only"),
    },
    "verification": {
        "none": Words("不核查", "None"),
        "phone": Words("电话回访", "By telephone"),
        "photo": Words("照片核查", "By photo"),
        "neighbour": Words("邻近人员", "By a neighbour"),
        "visit": Words("到场核查", "On site"),
    },
    "call_first": {
        "fire": Words("火警 119", "Fire 119"),
        "gas": Words("燃气", "Gas"),
        "injury": Words("急救 120", "Ambulance 120"),
        "violence": Words("报警 110", "Police 110"),
    },
    "field_type": {
        "text": Words("文字", "Text"),
        "number": Words("数字", "Number"),
        "choice": Words("选项", "Choice"),
        "date": Words("日期", "Date"),
        "photo": Words("照片", "Photo"),
    },
    "stage": {
        "file": Words("受理立案", "Filing"),
        "dispatch": Words("派遣", "Dispatch"),
        "accept": Words("接单", "Acceptance"),
        "handle": Words("处置", "Handling"),
        "verify": Words("核查", "Verification"),
    },
    "limit_unit": {
        "urgent_minute": Words("分钟", "minutes, day and night"),
        "urgent_hour": Words("紧急工作时", "hours, day and night"),
        "work_hour": Words("工作时", "working hours"),
        "work_day": Words("工作日", "working days"),
        "natural_day": Words("自然日", "calendar days"),
    },
    "row_state": {
        "past": Words("已失效", "Past"),
        "in_force": Words("生效中", "In force"),
        "coming": Words("待生效", "Coming"),
    },
    "admission_state": {
        "applied": Words("待审", "Applied for"),
        "approved": Words("已准入", "Admitted"),
        "refused": Words("不予准入", "Refused"),
        "ended": Words("已终止", "Ended"),
    },
    "source_kind": {"event": Words("事件", "Event"), "component": Words("部件", "Component")},
    "power_act": POWER_ACTS,
    "basis": {
        "statutory": Words("法定", "Statutory"),
        "delegated": Words("省赋权", "Delegated by the province"),
        "entrusted": Words("委托", "Entrusted"),
        # What cases of before keep; the register has it no more.
        "stationed": Words(BY_STATIONED, "Statutory, exercised by a stationed agency"),
    },
    "holder": {"township": Words("镇街", "Township"), "agency": Words("部门", "Agency")},
    "responsibility_kind": {
        "basic": Words("基本履职", "Basic"),
        "assisting": Words("配合履职", "Assisting"),
        "taken_back": Words("上级收回", "Taken back"),
    },
    "payer": _PAYERS,
    "decision": _PAYERS,
    "ground": {
        "flood": Words("防汛救灾", "Flood"),
        "fire": Words("消防", "Fire"),
        "life": Words("人身安全", "Danger to life"),
        "work_safety": Words("安全生产", "Work safety"),
        "hotline_12345": Words("12345 热线", "Hotline 12345"),
    },
    "hand_down_state": {
        "based": Words("有依据", "Well founded"),
        "disputed": Words("有争议", "Disputed"),
        "refused": Words("未成（缺依据）", "Refused (no basis)"),
        "declined": Words("镇街退回", "Declined by the township"),
        "arbitrated": Words("已裁定", "Arbitrated"),
    },
    "burden": {
        "responsibility_letter": Words("责任状", "Letter of responsibility"),
        "veto_item": Words("一票否决", "Veto item"),
        "off_list_survey": Words("清单外调查", "Survey outside the list"),
        "other": Words("其他", "Other"),
    },
    "rule_place": {
        "special_grid": Words("专属网格", "Special grid"),
        "grid": Words("网格", "Grid"),
        "village": Words("村社区", "Village or community"),
        "village_group": Words("管区", "Village group"),
        "township": Words("镇街", "Township"),
        "enforcement_area": Words("执法片区", "Enforcement area"),
        "district": Words("区县", "District"),
    },
    "lead_whose": {
        "matter": Words("牵头部门", "Lead agency"),
        "agency": Words("指定部门", "A named agency"),
        "own": Words("网格、村社区自身力量", "The area's own unit"),
        "unit": Words("指定力量", "A named unit"),
    },
    "help_whose": {
        "matter": Words("配合部门", "Helping agencies"),
        "agency": Words("指定部门", "A named agency"),
        "own": Words("网格、村社区自身力量", "The area's own unit"),
        "unit": Words("指定力量", "A named unit"),
    },
}
