"""Words of people and units: roles, what a unit is doing, how the page hears the service. No rules."""

from __future__ import annotations

from collections.abc import Mapping

from gridops.words import Words

VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    "role": {
        "grid_worker": Words("网格员", "Grid worker"),
        "grid_head": Words("网格长", "Grid head"),
        "dispatcher": Words("受理派遣", "Dispatcher"),
        "duty_officer": Words("值班", "Duty officer"),
        "handler": Words("处置人员", "Handler"),
        "agency_head": Words("部门负责人", "Agency head"),
        "supervisor": Words("督查", "Supervisor"),
        "approver": Words("审批", "Approver"),
        "auditor": Words("审计", "Auditor"),
        "admin": Words("管理员", "Administrator"),
    },
    "agency_kind": {
        "body": Words("本级机构", "Own body"),
        "stationed": Words("派驻机构", "Stationed"),
        "outside": Words("外部单位", "Outside"),
        "grid_unit": Words("网格", "Grids"),
        "village_unit": Words("村社区", "Villages"),
    },
    "unit_kind": {
        "body": Words("本级", "Own"),
        "stationed": Words("派驻", "Stationed"),
        "outside": Words("外部", "Outside"),
        "grid": Words("网格", "Grid"),
        "village": Words("村社区", "Village"),
    },
    "shift": {
        "day": Words("白班", "Day"),
        "night": Words("夜班", "Night"),
        "whole": Words("全天", "Around the clock"),
    },
    "certificate_state": {
        "coming": Words("未生效", "Not yet valid"),
        "valid": Words("有效", "Valid"),
        "ends_soon": Words("即将到期", "Runs out soon"),
        "expired": Words("已过期", "Run out"),
        "withdrawn": Words("已收回", "Withdrawn"),
    },
    "device_kind": {
        "phone": Words("手机", "Phone"),
        "shared_desk": Words("公用电脑", "Shared desk"),
        "program": Words("程序", "Program"),
    },
    "quarantine": {
        "taken_in": Words("已收下", "Taken in"),
        "dismissed": Words("不再处理", "Put away"),
    },
    "connection": {
        "connecting": Words("连接中", "Connecting"),
        "catching_up": Words("追赶中", "Catching up"),
        "live": Words("实时", "Live"),
        "offline": Words("已断开，正在重连", "Offline, trying again"),
    },
    "deputy_reason": {
        "leave": Words("休假", "Leave"),
        "training": Words("培训", "Training"),
        "illness": Words("病假", "Illness"),
        "other": Words("其他", "Other"),
    },
}
