"""The demonstration's catalogue and people as they lie in CSV files: complete, in the vocabulary, at one with
each other. Reads the files only; what the loaders make of them in the database is tested elsewhere.
"""

import csv
import re
from pathlib import Path

import pytest

import gridops.demonstration

DATA = Path(gridops.demonstration.__file__).parent / "data"

# Typed from CJ/T 214, not read from the data: two digits of the group, then class and name in pairs.
NATIONAL = {
    "01 市容环境": "01 私搭乱建 02 暴露垃圾 03 积存垃圾渣土 04 道路不洁 05 水域不洁 06 绿地脏乱 07 废弃车辆 "
    "08 废弃家具设备 09 非装饰性树挂 10 道路破损 11 河堤破损 12 道路遗撒 13 建筑物外立面不洁 14 水域秩序问题 "
    "15 焚烧垃圾、树叶 16 油烟污染 17 动物尸体清理 18 擅自饲养家禽家畜 99 其他",
    "02 宣传广告": "01 非法小广告 02 违章张贴悬挂广告牌匾 03 占道广告牌 04 街头散发广告 05 广告招牌破损",
    "03 施工管理": "01 施工扰民 02 工地扬尘 03 施工废弃料 04 施工占道 05 无证掘路 99 其他",
    "04 突发事件": "01 路面塌陷 02 自来水管破裂 03 燃气管道破裂 04 下水道堵塞或破损 05 热力管道破裂 "
    "06 道路积水 07 道路积雪结冰 08 架空线缆损坏 09 群发性事件 99 其他",
    "05 街面秩序": "01 无照经营游商 02 流浪乞讨 03 占道废品收购 04 店外经营 05 机动车乱停放 "
    "06 非机动车乱停放 07 乱堆物堆料 08 商业噪音 09 黑车拉客 10 露天烧烤 11 沿街晾挂 12 非法出版物销售 "
    "13 空调室外机低挂 99 其他",
}
GOVERNANCE_LETTERS = set("MSFAHELDTPVXRYZ")
RESTRICTED = {
    "S06": "家庭暴力",
    "S07": "未成年人受侵害",
    "S08": "未成年人失管",
    "S16": "违法犯罪举报",
    "V01": "低保特困救助",
    "V02": "临时困难救助",
    "V03": "防返贫监测帮扶",
    "V04": "残疾人服务",
    "V06": "留守儿童关爱",
    "X05": "检举控告事项",
    "Y01": "疑似动物疫病",
}
VOCABULARY = {
    "label_family": {"city", "governance"},
    "intake_mode": {"manual", "auto_file", "auto_dispatch", "record_only"},
    "default_level": {"grid", "village", "township", "district"},
    "restricted": {"0", "1"},
    "limit_unit": {"urgent_hour", "work_hour", "work_day", "natural_day"},
    "verification": {"none", "phone", "photo", "neighbour", "visit"},
    "call_first": {"", "fire", "gas", "injury", "violence"},
    "urgency_default": {"normal", "urgent", "major"},
}
CODES = (
    "governance justice police emergency fire petitions ethnic_religious enforcement market "
    "natural_resources environment agriculture water civil_affairs social_security "
    "housing transport party_service general_office convenience town_enforcement health medical_insurance "
    "veterans disabled education culture power water_supply gas heat grid village property cleaning repairs"
)
CHINESE = (
    "综治 司法 公安 应急 消防 信访 民宗 综合执法 市场监管 自然资源 "
    "生态环境 农业农村 水利 民政 人社 住建 交通 党群服务中心 党政办 便民服务 执法办 卫健 医保 "
    "退役军人 残联 教体 文旅 供电 供水 燃气 供热 网格 村社区 物业 保洁 维修"
)
SHORT_NAMES = dict(zip(CODES.split(), CHINESE.split(), strict=True))
#: A company has no office in a township for everything, a township's own offices none in the district.
ONLY_TOWNSHIP = {"general_office", "town_enforcement", "property", "cleaning"}
ONLY_DISTRICT = {"education", "culture", "gas", "heat", "repairs"}
OUTSIDE = {"power", "water_supply", "gas", "heat", "property", "cleaning", "repairs"}
TOWNSHIPS = ["370611001", "370611002", "370611006", "370611007", "370611102", "370611103", "370611104"]

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


MATTERS = rows_of("matters.csv")
AGENCY_KIND = {row["code"]: row["kind"] for row in rows_of("agencies.csv")}
UNITS = rows_of("units.csv")
PEOPLE = {row["username"]: row for row in rows_of("accounts.csv")}


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "matters.csv",
            "service_code,service_name,service_group,group_code,source_list,source_code,label_family,intake_mode,"
            "default_level,lead_agency,helping_agencies,restricted,limit_amount,limit_unit,verification,"
            "near_radius_m,near_hours,call_first,urgency_default,aliases,filing_condition,closing_condition,season,"
            "signpost",
        ),
        ("agencies.csv", "code,name,short_name,kind"),
        ("units.csv", "agency,unit_kind,name_pattern,level"),
        ("accounts.csv", "username,display_name,roles,areas,units,phone,home_grid_of"),
        ("emergency_numbers.csv", "call_first,label,number"),
    ],
)
def test_each_file_has_its_columns_and_every_row_fills_them(name: str, columns: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    lines = list(csv.reader(text.splitlines(), strict=True))
    assert lines[0] == columns.split(",")
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(cell == cell.strip() for line in lines for cell in line)


def test_the_national_list_is_complete_by_code_group_and_name() -> None:
    expected = {}
    for group, classes in NATIONAL.items():
        number, group_name = group.split()
        words = classes.split()
        for code, name in zip(words[::2], words[1::2], strict=True):
            expected[f"C{number}{code}"] = (name, group_name, "CJ/T 214", number + code, "city")
    found = {
        row["service_code"]: tuple(
            row[k] for k in ("service_name", "service_group", "source_list", "source_code", "label_family")
        )
        for row in MATTERS
        if row["service_code"].startswith("C")
    }
    assert len(expected) == 54
    assert found == expected


def test_community_governance_has_every_letter_at_two_levels() -> None:
    governance = [row for row in MATTERS if row["label_family"] == "governance"]
    assert {row["service_code"][0] for row in governance} == GOVERNANCE_LETTERS
    for letter in GOVERNANCE_LETTERS:
        group = [row for row in governance if row["service_code"][0] == letter]
        assert len(group) >= 5, letter
        assert f"{letter}99" in {row["service_code"] for row in group}
    assert all(re.fullmatch(r"[A-Z]\d\d", row["service_code"]) for row in governance)
    assert all(row["source_list"] == row["source_code"] == "" for row in governance)


def test_codes_are_unique_names_unique_in_their_group_and_groups_agree() -> None:
    assert len(MATTERS) >= 100
    assert len({row["service_code"] for row in MATTERS}) == len(MATTERS)
    assert len({(row["service_group"], row["service_name"]) for row in MATTERS}) == len(MATTERS)
    groups = {(row["group_code"], row["service_group"]) for row in MATTERS}
    assert len(groups) == len(GOVERNANCE_LETTERS) + 5
    assert len({code for code, _ in groups}) == len({name for _, name in groups}) == len(groups)
    assert all(row["service_code"][:-2] == row["group_code"] for row in MATTERS)


@pytest.mark.parametrize("column", VOCABULARY)
def test_each_choice_is_a_word_of_the_vocabulary(column: str) -> None:
    assert {row[column] for row in MATTERS} <= VOCABULARY[column]


def test_amounts_are_whole_positive_and_seasons_are_months() -> None:
    month = "([1-9]|1[0-2])"
    for row in MATTERS:
        for column in ("limit_amount", "near_radius_m", "near_hours"):
            assert re.fullmatch(r"[1-9][0-9]*", row[column]), row["service_code"]
        if row["season"]:
            assert re.fullmatch(rf"{month}-{month}", row["season"]), row["service_code"]


def test_every_lead_is_a_known_agency_with_a_unit_at_its_level() -> None:
    with_unit = {(row["agency"], row["level"]) for row in UNITS} | {("grid", "grid"), ("village", "village")}
    # Who has no office in the township is found in the district, as the routing's first rule looks.
    with_unit |= {(agency, "township") for agency, level in with_unit if agency in ONLY_DISTRICT}
    for row in MATTERS:
        assert (row["lead_agency"], row["default_level"]) in with_unit, row["service_code"]


def test_helpers_are_known_agencies_other_than_the_lead() -> None:
    for row in MATTERS:
        helpers = split(row["helping_agencies"])
        assert set(helpers) <= set(AGENCY_KIND), row["service_code"]
        assert len(set(helpers)) == len(helpers), row["service_code"]
        assert row["lead_agency"] not in helpers, row["service_code"]


def test_every_matter_has_two_local_words_of_its_own() -> None:
    for row in MATTERS:
        aliases = split(row["aliases"])
        assert len(aliases) >= 2, row["service_code"]
        assert all(aliases), row["service_code"]
        assert len({*aliases, row["service_name"]}) == len(aliases) + 1, row["service_code"]


def test_each_condition_is_one_sentence() -> None:
    for row in MATTERS:
        filing, closing = row["filing_condition"], row["closing_condition"]
        assert filing != closing, row["service_code"]
        for sentence in (filing, closing):
            assert re.fullmatch(r"[^。]{4,40}。", sentence), row["service_code"]


def test_what_must_be_hidden_is_restricted_and_waits_for_a_person() -> None:
    restricted = {row["service_code"]: row for row in MATTERS if row["restricted"] == "1"}
    assert {code: restricted[code]["service_name"] for code in RESTRICTED} == RESTRICTED
    assert {row["intake_mode"] for row in restricted.values()} == {"manual"}
    assert not [code for code in restricted if code.startswith("C")]


def test_exposed_rubbish_is_filed_by_hand_and_led_by_enforcement_in_the_township() -> None:
    rubbish = next(row for row in MATTERS if row["service_code"] == "C0102")
    assert rubbish["service_name"] == "暴露垃圾"
    assert rubbish["intake_mode"] == "manual"
    assert rubbish["default_level"] == "township"
    assert rubbish["lead_agency"] == "enforcement"
    assert rubbish["restricted"] == "0"
    assert {"垃圾没人收", "垃圾乱扔", "垃圾堆"} <= set(split(rubbish["aliases"]))


def test_only_dangers_to_life_are_sent_without_a_person_and_most_matters_wait() -> None:
    modes = {
        mode: {r["service_code"] for r in MATTERS if r["intake_mode"] == mode}
        for mode in VOCABULARY["intake_mode"]
    }
    assert modes["auto_dispatch"] == {"C0401", "C0402", "C0403", "F01", "F02", "A03", "H01", "H08", "P12"}
    assert 12 <= len(modes["auto_file"]) <= 18
    at_once = [row for row in MATTERS if row["intake_mode"] == "auto_dispatch"]
    assert {row["limit_unit"] for row in at_once} == {"urgent_hour"}
    assert "normal" not in {row["urgency_default"] for row in at_once}


def test_fire_gas_injury_and_violence_have_numbers_to_call_first() -> None:
    numbers = rows_of("emergency_numbers.csv")
    by_kind = {(row["call_first"], row["number"]) for row in numbers}
    assert {("fire", "119"), ("injury", "120"), ("violence", "110")} <= by_kind
    assert {row["call_first"] for row in numbers} == VOCABULARY["call_first"] - {""}
    assert {row["call_first"] for row in MATTERS} == VOCABULARY["call_first"]
    invented = [row for row in numbers if row["number"] not in {"119", "120", "110"}]
    assert len(invented) == 1
    assert all("示例" in row["label"] for row in invented)
    called = {row["service_code"]: row["call_first"] for row in MATTERS}
    expected = {"F01": "fire", "C0403": "gas", "P12": "gas", "T01": "injury", "S01": "violence"}
    assert {code: called[code] for code in expected} == expected


def test_agencies_are_the_listed_ones_with_grid_and_village() -> None:
    assert {row["code"]: row["short_name"] for row in rows_of("agencies.csv")} == SHORT_NAMES
    assert AGENCY_KIND["grid"] == "grid_unit"
    assert AGENCY_KIND["village"] == "village_unit"
    assert {AGENCY_KIND[code] for code in CODES.split()[:18]} == {"body", "stationed"}
    assert {code for code, kind in AGENCY_KIND.items() if kind == "outside"} == OUTSIDE
    stationed = {"enforcement", "market", "natural_resources", "police"}
    assert {AGENCY_KIND[code] for code in stationed} == {"stationed"}


def test_each_agency_has_one_unit_pattern_in_the_township_and_one_in_the_district() -> None:
    named = set(SHORT_NAMES) - {"grid", "village"}
    pairs = [(row["agency"], row["level"]) for row in UNITS]
    usual = [(code, "township") for code in named - ONLY_DISTRICT]
    usual += [(code, "district") for code in named - ONLY_TOWNSHIP]
    # One squad serves the towns of an enforcement area together.
    assert sorted(pairs) == sorted([*usual, ("enforcement", "enforcement_area")])
    for row in UNITS:
        assert row["name_pattern"].count("{" + row["level"] + "}") == 1
        assert row["name_pattern"].count("{") == 1
        kind = AGENCY_KIND[row["agency"]]
        expected = kind if row["level"] != "district" or kind == "outside" else "body"
        assert row["unit_kind"] == expected, row["name_pattern"]


def test_the_readme_says_that_these_are_demonstration_values() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert "演示数据" in text
    for path in DATA.glob("*.csv"):
        assert path.name in text
