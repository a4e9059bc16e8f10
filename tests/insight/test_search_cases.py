"""Searching cases by a word: what is found, how far is looked, which index answers, what it costs."""

from __future__ import annotations

import itertools
import random
import uuid
from typing import Any
from urllib.parse import quote

import pytest
from scattering import actor_of, all_cases, counted, scatter
from sqlalchemy import create_engine, event, text

from gridops.insight.queries import searching
from tests.databases import Databases
from tests.service import Client, Service

URL = "/api/v1/incidents"
#: Few characters, so that words meet; LIKE's own signs, letters with capitals, a character beyond 16 bits.
LETTERS = "垃圾桶路%_\\aAb12Éé 𠮷，"
_WRITE = text(
    "UPDATE gridops.incident i SET description = w.said"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:said AS text[])) AS w(id, said)"
    " WHERE i.id = w.id AND NOT i.is_restricted"
)
#: Numbers as the service gives them: county, day, serial.
_NUMBER = text(
    "UPDATE gridops.incident i SET case_number = '370611' || to_char(i.reported_at AT TIME ZONE 'Asia/Shanghai',"
    " 'YYYYMMDD') || substr(i.case_number, 3)"
)
#: A number of some days that somebody wrote into texts of others.
_QUOTE = text(
    "UPDATE gridops.incident SET description = '同 37061120261' WHERE case_number LIKE '%7' AND NOT is_restricted"
)
_NAME = text("UPDATE gridops.area_version SET name = :name WHERE code = :code")
_NAME_CASES = text(
    "UPDATE gridops.incident i SET grid_name = (SELECT v.name FROM gridops.area_version v WHERE v.code = i.grid_code),"
    " special_grid_name = (SELECT v.name FROM gridops.area_version v WHERE v.code = i.special_grid_code)"
)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> int:
    """Look at few of the newest, so that small tables need the index too."""
    monkeypatch.setattr(searching, "LOOKED_AT", 40)
    return 40


def _ids(client: Client, word: str, query: str = "") -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(f"{URL}?limit=30&q={quote(word)}{query}{cursor}")
        assert answer.status_code == 200, answer.data
        found += [item["id"] for item in answer.json["items"]]
        if answer.json["next_cursor"] is None:
            return found
        cursor = f"&cursor={quote(answer.json['next_cursor'])}"


def _holds(case: dict[str, Any], word: str) -> bool:
    columns = ("description", "service_name", "grid_name", "special_grid_name")
    word = word.strip()
    return any(word.lower() in (case[column] or "").lower() for column in columns) or case[
        "case_number"
    ].startswith((word, word.upper()))


def _written(service: Service, count: int, seed: int) -> list[dict[str, Any]]:
    """Cases with texts of a few characters at random."""
    cases, chance = scatter(service, count, seed), random.Random(seed)

    def some(most: int) -> str:
        return "".join(chance.choices(LETTERS, k=chance.randint(1, most)))

    ids = [str(case["id"]) for case in cases]
    with service.database.transaction() as session:
        session.execute(_WRITE, {"ids": ids, "said": [some(12) for _ in ids]})
        codes = session.scalars(
            text("SELECT code FROM gridops.area_version WHERE level = 'grid' ORDER BY code")
        )
        session.execute(_NAME, [{"code": code, "name": some(5)} for code in codes.all()])
        session.execute(_NAME_CASES)
    return all_cases(service)


def test_nobody_in_particular_searches(service: Service) -> None:
    assert service.anonymous().get(f"{URL}?q={quote('垃圾')}").status_code == 401


@pytest.mark.parametrize("seed", [1, 2])
def test_a_search_finds_what_a_look_at_all_texts_finds(service: Service, looked_at: int, seed: int) -> None:
    cases, chance = _written(service, 300, seed), random.Random(seed)
    actor = actor_of(service.database, "dispatcher.fushan")
    seen = sorted(counted(actor, cases), key=lambda c: (c["reported_at"], c["id"]), reverse=True)
    client = service.client("dispatcher.fushan")
    words = ["".join(chance.choices(LETTERS, k=chance.randint(1, 4))) for _ in range(40)]
    for word in [*words, "垃", "%", "\\", "大象出没", "T0001", "t0002", "30"]:
        if not word.strip():
            continue
        expected = [str(c["id"]) for c in seen if _holds(c, word)]
        assert _ids(client, word) == expected, word
        narrowed = [str(c["id"]) for c in seen if _holds(c, word) and c["origin"] in {"phone", "leader"}]
        assert _ids(client, word, "&origin=phone,leader") == narrowed, word


def test_layers_and_tables_hold_the_cases_of_the_list(service: Service, looked_at: int) -> None:
    _written(service, 200, 3)
    client = service.client("dispatcher.fushan")
    restricted = {item["id"] for item in client.get(f"{URL}?limit=500").json["items"] if item["restricted"]}
    listed = [i for i in _ids(client, "圾") if i not in restricted]
    layer = client.get(f"{URL}?format=geojson&q={quote('圾')}").json
    assert [feature["id"] for feature in layer["features"]] == listed
    first = client.get(f"{URL}?format=geojson&limit=7&q={quote('圾')}").json
    again = client.get(f"{URL}?format=geojson&q={quote('圾')}&cursor={quote(first['next_cursor'])}").json
    assert [f["id"] for f in first["features"] + again["features"]] == listed
    table = client.get(f"{URL}?format=csv&q={quote('圾')}").data.decode("utf-8-sig")
    assert [line.split(",")[1] for line in table.splitlines()[1:]] == listed


def test_numbers_are_found_by_their_beginning(service: Service) -> None:
    case = service.report("dispatcher.qingyang", origin="hotline_12345", external_number="YT_2026-%77")
    service.report("worker.qingyang")
    client = service.client("dispatcher.qingyang")
    assert _ids(client, case["case_number"]) == [case["id"]]
    assert len(_ids(client, case["case_number"][:14])) == 2
    assert _ids(client, "YT_2026-%7") == [case["id"]]
    assert _ids(client, "YT-2026-") == []
    assert _ids(client, "_2026-%77") == []


def test_the_beginning_of_many_numbers_is_looked_for_in_their_days(
    service: Service, looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    scatter(service, 600)
    with service.database.transaction() as session:
        session.execute(_NUMBER)
        session.execute(_QUOTE)
    cases = all_cases(service)
    actor = actor_of(service.database, "dispatcher.fushan")
    seen = sorted(counted(actor, cases), key=lambda c: (c["reported_at"], c["id"]), reverse=True)
    client, worker = service.client("dispatcher.fushan"), service.client("worker.qingyang")
    months = sorted({c["case_number"][:12] for c in cases})
    words = ["3706112", "37061120261", *months, *(c["case_number"][:14] for c in seen[::90]), "3706119"]
    assert any(len([c for c in seen if _holds(c, word)]) > looked_at for word in months[:1]), (
        "an old month is many"
    )
    for word in words:
        expected = [str(c["id"]) for c in seen if _holds(c, word)]
        assert _ids(client, word) == expected, word
        some = {c["id"] for c in cases if c["origin"] == "phone"}
        assert _ids(client, word, "&origin=phone") == [i for i in expected if uuid.UUID(i) in some], word
    found = [_ids(worker, word) for word in words]
    # With all of them looked at one by one nothing else is found.
    monkeypatch.setattr(searching, "LOOKED_AT", 10_000)
    assert found == [_ids(worker, word) for word in words]


def test_a_search_takes_two_statements_more_than_a_list_at_most(service: Service, looked_at: int) -> None:
    scatter(service, 200)
    client = service.client("dispatcher.fushan")

    def count(query: str) -> int:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        event.listen(service.database.engine, "before_cursor_execute", note)
        assert client.get(f"{URL}?limit=5{query}").status_code == 200
        event.remove(service.database.engine, "before_cursor_execute", note)
        return len(seen)

    count("")  # what a process reads once is read
    plain = count("")
    # Each statement on cases goes with becoming the map's role and going back.
    assert count(f"&q={quote('件')}") == plain
    assert count(f"&q={quote('第 199 件')}") <= plain + 3


def test_the_index_answers_for_rare_words_and_for_beginnings_of_numbers(
    service: Service, looked_at: int
) -> None:
    scatter(service, 3_000)
    with service.database.transaction() as session:
        session.execute(text("ANALYZE gridops.incident"))
    heard: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, params: Any, *_: Any) -> None:
        if "search_grams" in statement:
            heard.append((statement, params))

    event.listen(service.database.engine, "before_cursor_execute", note)
    _ids(service.client("dispatcher.fushan"), "第 2718 件")
    event.remove(service.database.engine, "before_cursor_execute", note)
    ((statement, params),) = heard
    with service.database.transaction("gridops_map") as session:
        plan = "\n".join(
            session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE) {statement}", params).scalars()
        )
    for index in (
        "ix_incident_search",
        "ix_incident_service_name",
        "ix_incident_grid_name",
        "ix_incident_special_grid_name",
        "uq_incident_case_number",
        "ix_incident_external_number",
    ):
        assert index in plan, plan


def test_a_word_is_asked_for_by_few_grams_all_of_which_its_texts_have(service: Service) -> None:
    with service.database.transaction() as session:
        for word in (
            "垃",
            "1",
            "12",
            "123",
            "1a2b3c垃圾",
            "垃圾桶1路",
            "3706112025102",
            "一二三四五六七八九十",
        ):
            asked, held = session.execute(
                text("SELECT gridops.word_grams(:word), gridops.search_grams('路' || :word || '，12')"),
                {"word": word},
            ).one()
            assert 0 < len(asked) <= 6, word
            assert set(asked) <= set(held), word
        digits = session.scalar(text("SELECT gridops.word_grams('1234')"))
    assert all(gram > 2**50 for gram in digits), "pairs are in the threes"


@pytest.mark.parametrize("ctype", ["C", "C.UTF-8"])
def test_what_the_index_holds_does_not_hang_on_the_locale(
    service: Service, databases: Databases, ctype: str
) -> None:
    with service.database.transaction() as session:
        function = session.scalar(text("SELECT pg_get_functiondef('gridops.search_grams'::regproc)"))
    name = f"gridops_t_{uuid.uuid4().hex[:8]}_ctype"
    databases.create(name, "template0", ctype=ctype)
    engine = create_engine(databases.address(name))
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE SCHEMA gridops")
            connection.exec_driver_sql(function)
            grams = connection.scalar(text("SELECT gridops.search_grams('垃圾A𠮷1b2')"))
    finally:
        engine.dispose()
        databases.drop(name)
    codes = [ord(c) for c in "垃圾a𠮷1b2"]
    pairs = [before * 2**21 + after for before, after in itertools.pairwise(codes)]
    (triple,) = set(grams) - set(codes + pairs)
    assert triple == 2**50 + (ord("1") << 14) + (ord("b") << 7) + ord("2")
    assert len(grams) == len(codes + pairs) + 1
