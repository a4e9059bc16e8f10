"""The words and powers of the demonstration's catalogue, held against the field: who may what, in whose name, and
what is said of people. Reads the files only; each rule names the kind of error that it keeps out.
"""

import re

import pytest

from gridops.duties.powers.words import ACTS, BASES
from tests.demonstration.test_catalogue_data import (
    AGENCY_KIND,
    DATA,
    MATTERS,
    TOWNSHIPS,
    UNITS,
    Row,
    rows_of,
    split,
)

POWERS = rows_of("powers.csv")
DUTIES = rows_of("responsibilities.csv")
BY_CODE = {row["service_code"]: row for row in MATTERS}
STREETS = {code for code in TOWNSHIPS if int(code[6:]) < 100}
TOWNS = set(TOWNSHIPS) - STREETS
#: What can be pulled down by force: only what somebody has built.
BUILDINGS = {"C0101", "L02"}
#: People who are lost, ill, begging or asking, and what weather does: nobody has done anything unlawful.
NO_OFFENCE = {"S09", "S10", "S07", "S08", "C0502", "H05", "H08", "T10", "T01", "D02", "Y01"}
INSULTS = (
    "精神病人", "疯子", "清真问题", "要饭", "流浪汉", "收破烂", "破烂王", "小贩", "混混", "闹事", "刁民", "告发",
    "打老婆", "吃低保", "穷户", "叫不动", "老上访", "瘸", "残废", "聋子", "哑巴", "当兵的",
)  # fmt: skip
OUTDATED = ("扶贫", "贫困户", "盲流", "暂住证", "取缔", "责任状", "一票否决")
SIGNPOSTS = {"X05": "12388", "Z05": "12388", "S16": "110"}


def matters_of(power: Row) -> list[str]:
    """The service codes that a line names, a group as all of its matters."""
    found: list[str] = []
    for what in split(power["matters"]):
        if what.endswith("*"):
            found += [row["service_code"] for row in MATTERS if row["group_code"] == what[:-1]]
        else:
            found.append(what)
    return found


def test_every_power_names_known_matters_agencies_acts_and_bases() -> None:
    for power in POWERS:
        assert set(matters_of(power)) <= set(BY_CODE), power["item_code"]
        assert matters_of(power), power["item_code"]
        assert power["agency"] in AGENCY_KIND, power["item_code"]
        assert (power["act"] in ACTS, power["basis"] in BASES) == (True, True), power["item_code"]
        assert "示意" in power["note"], power["item_code"]


def test_the_thirty_two_delegated_items_lie_in_seven_groups_as_the_article_counts_them() -> None:
    groups: dict[str, set[str]] = {}
    for power in POWERS:
        if power["item_code"].startswith("FQ-"):
            groups.setdefault(power["item_group"], set()).add(power["item_code"])
    assert [len(codes) for codes in groups.values()] == [2, 6, 8, 3, 4, 5, 4]
    assert {p["basis"] for p in POWERS if p["item_code"].startswith("FQ-")} == {"delegated", "entrusted"}


def test_no_street_acts_in_the_name_of_a_town_and_no_town_in_that_of_a_street_office() -> None:
    for power in POWERS:
        if power["holder"] != "township" or power["basis"] == "entrusted":
            continue
        areas = set(split(power["areas"]))
        ending = "人民政府" if areas <= TOWNS else "办事处"
        assert areas <= TOWNS or areas <= STREETS, power["item_code"]
        assert power["in_name_of"] == "{township}" + ending, power["item_code"]


def test_what_the_law_gives_to_towns_is_no_streets() -> None:
    own = [p for p in POWERS if p["holder"] == "township" and p["basis"] == "statutory"]
    assert {p["item_code"] for p in own} == {"ZJ-01", "ZJ-02"}
    assert all(set(split(p["areas"])) == TOWNS for p in own)


def test_an_entrusted_power_is_used_in_the_name_of_who_entrusted_it() -> None:
    entrusted = [p for p in POWERS if p["basis"] == "entrusted"]
    assert entrusted
    for power in entrusted:
        assert power["in_name_of"].startswith("{district}"), power["item_code"]
        assert "委托" in power["reference"], power["item_code"]


def test_only_what_is_built_is_pulled_down() -> None:
    removals = [p for p in POWERS if p["act"] == "remove"]
    assert removals
    for power in removals:
        assert set(matters_of(power)) <= BUILDINGS, power["item_code"]
        assert "程序" in power["note"], power["item_code"]


def test_what_is_cleared_or_seized_is_no_building() -> None:
    for power in POWERS:
        if power["act"] in {"clear", "seize"}:
            assert not BUILDINGS & set(matters_of(power)), power["item_code"]


def test_nobody_is_penalised_or_ordered_for_being_lost_ill_or_hit_by_the_weather() -> None:
    for power in POWERS:
        if power["act"] in {"order", "penalise", "remove", "seize"}:
            assert not NO_OFFENCE & set(matters_of(power)), power["item_code"]


def test_no_power_is_claimed_over_what_has_no_name_yet() -> None:
    assert not [p["item_code"] for p in POWERS for code in matters_of(p) if code.endswith("99")]


@pytest.mark.parametrize(
    ("words", "act"),
    [("许可", "permit"), ("确认", "confirm"), ("给付", "grant"), ("补贴", "grant"), ("备案", "register")],
)  # fmt: skip
def test_an_item_is_the_act_that_its_name_says(words: str, act: str) -> None:
    named = [p for p in POWERS if words in p["item_name"]]
    assert named
    assert {p["act"] for p in named} == {act}


@pytest.mark.parametrize(
    ("act", "words"),
    [("permit", "许可"), ("penalise", "处罚"), ("remove", "拆除"), ("seize", "扣押"), ("clear", "清除")],
)
def test_an_act_stands_in_the_name_of_its_item(act: str, words: str) -> None:
    assert all(words in p["item_name"] for p in POWERS if p["act"] == act)


def test_a_permit_to_build_or_fell_hangs_on_the_asking_not_on_the_offence() -> None:
    permits = {code for p in POWERS if p["act"] == "permit" for code in matters_of(p)}
    assert not permits & {"L01", "L02", "L03", "L05"}
    assert {"V15", "V16"} <= permits


def test_to_be_stationed_is_no_basis_and_a_stationed_agency_holds_by_statute() -> None:
    stationed = [p for p in POWERS if p["holder"] == "agency" and AGENCY_KIND[p["agency"]] == "stationed"]
    assert {p["basis"] for p in stationed} == {"statutory"}


def test_companies_hold_no_power() -> None:
    assert not [p["item_code"] for p in POWERS if AGENCY_KIND[p["agency"]] == "outside"]


def test_the_district_orders_what_it_took_back_and_no_town_does() -> None:
    taken = {d["matter"] for d in DUTIES if d["kind"] == "taken_back" and d["matter"]}
    for power in POWERS:
        if power["holder"] == "township":
            assert not taken & set(matters_of(power)), power["item_code"]


def test_a_taken_back_duty_lies_with_the_agency_that_leads_its_matter() -> None:
    for duty in DUTIES:
        if duty["matter"]:
            assert duty["matter"] in BY_CODE, duty["item_code"]
        if duty["kind"] != "basic":
            assert duty["upper_agency"] in AGENCY_KIND, duty["item_code"]
        if duty["kind"] == "taken_back" and duty["matter"]:
            assert duty["upper_agency"] == BY_CODE[duty["matter"]]["lead_agency"], duty["item_code"]


def test_the_items_of_each_kind_are_numbered_without_a_gap() -> None:
    for prefix in ("JB", "PH", "SH"):
        numbers = [int(d["item_code"][3:]) for d in DUTIES if d["item_code"].startswith(prefix + "-")]
        assert numbers == list(range(1, len(numbers) + 1)), prefix


@pytest.mark.parametrize("words", INSULTS)
def test_no_matter_insults_anybody(words: str) -> None:
    texts = [
        row[c]
        for row in MATTERS
        for c in ("service_name", "aliases", "filing_condition", "closing_condition")
    ]
    assert not [text for text in texts if words in text]


@pytest.mark.parametrize("words", OUTDATED)
def test_no_word_is_one_that_the_field_has_left_behind(words: str) -> None:
    for name in ("matters.csv", "powers.csv", "responsibilities.csv", "units.csv", "agencies.csv"):
        assert words not in (DATA / name).read_text(encoding="utf-8"), name


def test_a_signpost_says_where_to_turn_and_promises_nothing() -> None:
    found = {row["service_code"]: row for row in MATTERS if row["signpost"]}
    assert set(found) == set(SIGNPOSTS)
    for code, row in found.items():
        assert SIGNPOSTS[code] in row["signpost"], code
        assert "不在这里登记" in row["signpost"], code
        assert (row["intake_mode"], row["restricted"], row["helping_agencies"]) == ("manual", "1", ""), code


def test_praise_is_written_down_and_nothing_else_is() -> None:
    assert [row["service_code"] for row in MATTERS if row["intake_mode"] == "record_only"] == ["Z02"]


def test_each_township_has_its_front_desk_and_its_offices() -> None:
    patterns = {row["name_pattern"] for row in UNITS if row["level"] == "township"}
    front = ("便民服务中心", "综治中心", "综合行政执法办公室")
    for name in (
        *front,
        "党政综合办公室",
        "退役军人服务站",
        "残疾人联合会",
        "医疗保障工作站",
        "卫生健康工作站",
    ):
        assert "{township}" + name in patterns, name


@pytest.mark.parametrize(
    ("code", "lead"),
    [
        ("P04", "power"), ("C0402", "water_supply"), ("C0403", "gas"), ("P05", "heat"), ("F02", "emergency"),
        ("V04", "disabled"), ("V09", "veterans"), ("V14", "health"), ("V10", "convenience"), ("L03", "agriculture"),
        ("L02", "town_enforcement"), ("Z04", "general_office"),
    ],
)  # fmt: skip
def test_a_matter_is_led_by_who_has_it(code: str, lead: str) -> None:
    assert BY_CODE[code]["lead_agency"] == lead


def test_the_forests_fires_have_emergency_management_and_natural_resources_together() -> None:
    assert "natural_resources" in split(BY_CODE["F02"]["helping_agencies"])
    assert "natural_resources" in split(BY_CODE["F09"]["helping_agencies"])


def test_petitions_run_in_the_days_of_their_own_rules() -> None:
    for code in ("X01", "X03", "X99"):
        assert (BY_CODE[code]["limit_amount"], BY_CODE[code]["limit_unit"]) == ("60", "natural_day")
    assert re.search("十五日", BY_CODE["X01"]["filing_condition"])
