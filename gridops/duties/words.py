"""The vocabulary that every noun of duties shares: levels, origins, urgencies. No decisions."""

from __future__ import annotations

LEVELS = ("grid", "village", "township", "district")
LEVEL_WORDS = {"grid": "网格", "village": "村社区", "township": "镇街", "district": "区县"}
URGENCIES = ("normal", "urgent", "major")

#: Where a case comes from.
ORIGINS = ("patrol", "desk", "phone", "hotline_12345", "leader", "agency", "public")
ORIGIN_WORDS = {
    "patrol": "巡查上报",
    "desk": "中心登记",
    "phone": "电话",
    "hotline_12345": "12345 热线",
    "leader": "领导批示",
    "agency": "部门转办",
    "public": "群众上报",
}
