"""Words of areas: kinds, layers, what a boundary set changes, defects of files. No rules."""

from __future__ import annotations

from collections.abc import Mapping

from gridops.words import Words

VOCABULARIES: Mapping[str, Mapping[str, Words]] = {
    "area_kind": {
        "district": Words("区", "District"),
        "street": Words("街道", "Subdistrict"),
        "town": Words("镇", "Town"),
        "township": Words("乡", "Township"),
        "zone": Words("园区", "Zone"),
        "community": Words("社区", "Community"),
        "village": Words("村", "Village"),
        "base": Words("网格", "Grid"),
        "special": Words("专属网格", "Special grid"),
        "village_group": Words("管区", "Village group"),
        "enforcement_area": Words("执法片区", "Enforcement area"),
    },
    "layer": {
        "district": Words("区县", "District"),
        "township": Words("镇街", "Townships"),
        "village": Words("村社区", "Villages and communities"),
        "grid": Words("网格", "Grids"),
        "special_grid": Words("专属网格", "Special grids"),
        "village_group": Words("管区", "Village groups"),
        "enforcement_area": Words("执法片区", "Enforcement areas"),
        "road": Words("道路", "Roads"),
        "water": Words("水系", "Waters"),
        "place": Words("地名", "Place names"),
    },
    "boundary_change": {
        "added": Words("新增", "Added"),
        "gone": Words("撤销", "Abolished"),
        "split": Words("拆分", "Split"),
        "merged": Words("合并", "Merged"),
        "redrawn": Words("重划", "Redrawn"),
        "recoded": Words("换代码", "Recoded"),
        "edges_moved": Words("边界移动", "Borders moved"),
        "renamed": Words("改名", "Renamed"),
    },
    "set_state": {
        "draft": Words("草稿", "Draft"),
        "coming": Words("待生效", "Coming"),
        "in_force": Words("生效中", "In force"),
        "past": Words("已过期", "Past"),
        "retired": Words("已作废", "Retired"),
    },
    "defect": {
        "duplicate_code": Words("编码有误", "Wrong code"),
        "invalid": Words("图形无效", "Invalid shape"),
        "overlap": Words("重叠", "Overlap"),
        "gap": Words("空隙", "Gap"),
        "outside_parent": Words("超出上级", "Outside its parent"),
        "sliver": Words("碎片", "Sliver"),
        "edge_mismatch": Words("边线不齐", "Edges do not match"),
    },
    "defect_hint": {
        "duplicate_code": Words(
            "编码重复、不属于上级，或是停用过的旧码；须改编码，不能豁免",
            "The code is doubled, does not belong to its parent, or was retired; it must be changed",
        ),
        "invalid": Words(
            "边线自相交或图形残缺，请在制图软件里修正",
            "The edge crosses itself or is broken; mend it in your map tool",
        ),
        "overlap": Words(
            "两块互相压盖；请以其中一条界线为准", "Two areas lie over each other; let one border hold"
        ),
        "gap": Words("几块之间或与上级之间有没人管的空地", "Ground between areas that belongs to nobody"),
        "outside_parent": Words("有一部分落在上级区域之外", "A part lies outside the area above"),
        "sliver": Words(
            "极窄或极小的碎块，多为描线误差", "A very narrow or small piece, mostly an error in tracing"
        ),
        "edge_mismatch": Words(
            "相邻两块的共用边没有完全贴合", "The shared edge of two neighbours does not fit exactly"
        ),
    },
    "datum_known_by": {
        "told": Words("由您指定", "As you said"),
        "declared": Words("文件中写明", "As the file says"),
        "assumed": Words("文件未写明，按坐标数值推定", "Not in the file, assumed from the coordinates"),
    },
    "settling_phase": {
        "waiting": Words("尚未开始", "Not begun"),
        "units": Words("正在调整处置力量", "Adjusting units"),
        "people": Words("正在调整人员范围", "Adjusting people's areas"),
        "registers": Words("正在调整清单和规则", "Adjusting registers and rules"),
        "cases": Words("正在调整事件", "Adjusting cases"),
        "stragglers": Words("正在收尾", "Finishing"),
        "done": Words("已完成", "Done"),
    },
    "settling_count": {
        "unit.closed": Words("撤销处置力量", "Units closed"),
        "unit.moved": Words("移交处置力量", "Units moved"),
        "unit.opened": Words("新设处置力量", "Units opened"),
        "account.changed": Words("调整人员范围", "People's areas changed"),
        "rows.followed": Words("改归属的清单和规则", "Rows of registers moved"),
        "rows.joined": Words("并入已有条目", "Rows joined to others"),
        "rows.asked": Words("待管理员答复的条目", "Rows that ask an administrator"),
        "cases_seen": Words("检查事件", "Cases looked at"),
        "cases_moved": Words("改归属事件", "Cases moved"),
    },
    "settling_entity": {
        "incident": Words("事件", "Case"),
        "account": Words("人员", "Person"),
        "unit": Words("处置力量", "Unit"),
    },
    "settling_reason": {
        "share": Words(
            "原区域分给了几处，只按最大的一份归属",
            "The old area went to several; the largest share was taken",
        ),
        "gone": Words("原区域已撤销，没有明确的去向", "The old area is gone and has no clear successor"),
    },
}
