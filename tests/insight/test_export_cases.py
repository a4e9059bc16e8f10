"""Layers and tables that leave the house: never a restricted case, never a formula."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from scattering import actor_of, counted, scatter, standing
from sqlalchemy import text

from gridops.insight.tables import headings
from gridops.sheets.writing import Column, safe_cell, write_csv
from gridops.words import Words
from tests.service import Service

URL = "/api/v1/incidents"
TABLE = {"Accept": "text/csv"}
LAYER = {"Accept": "application/geo+json"}


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_exports_are_refused_as_the_list_is(service: Service) -> None:
    client = service.client("dispatcher.qingyang")
    for headers in (TABLE, LAYER):
        assert service.anonymous().get(URL, headers=headers).status_code == 401
        assert client.get(f"{URL}?area=370611102", headers=headers).json["code"] == "out-of-scope"
    assert client.get(f"{URL}?format=csv&area=370611102").status_code == 403
    assert client.get(f"{URL}?format=pdf").json["errors"][0]["pointer"] == "/format"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  ="])
def test_a_cell_that_would_be_a_formula_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [safe_cell(v) for v in (-71.06, "垃圾 = 脏", "a-b", "")] == [-71.06, "垃圾 = 脏", "a-b", ""]


def test_a_table_can_be_read_back_whatever_its_cells_hold() -> None:
    rows = [["a,b", 'say "x"'], ["line\nbreak", None]]
    columns = [Column(Words("one", "one")), Column(Words("two", "two"))]
    read = list(csv.reader(io.StringIO(write_csv(columns, rows).decode("utf-8-sig"), newline="")))
    assert read == [["one", "two"], ["a,b", 'say "x"'], ["line\nbreak", ""]]


def test_a_report_that_begins_like_a_formula_leaves_as_text(service: Service) -> None:
    service.report("worker.qingyang", description='=HYPERLINK("http://x","y")')
    answer = service.client("supervisor.qingyang").get(URL, headers=TABLE)
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    (row,) = _rows(answer.data)
    assert row["情况描述"] == '\'=HYPERLINK("http://x","y")'
    assert row["状态"] == "上报"
    assert tuple(row) == headings()


def test_a_table_speaks_the_readers_language_and_holds_every_digit(service: Service) -> None:
    case = service.report("worker.qingyang")
    client = service.client("supervisor.qingyang")
    reported = datetime.fromisoformat(case["reported_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    for language, words in {
        "zh": ("案件编号", "来源", "处置层级", "上报时间", "巡查上报", "镇街"),
        "en": ("Case number", "Origin", "Level", "Reported at", "Patrol", "Township"),
    }.items():
        table = client.get(URL, headers=TABLE | {"Accept-Language": language}).data
        (row,) = _rows(table)
        number, origin, level, at, patrol, town = words
        assert (row[number], row[origin], row[level]) == (f"{case['case_number']}\t", patrol, town)
        assert row[at] == f"{reported:%Y-%m-%d %H:%M:%S}"
        book = client.get(f"{URL}?format=xlsx", headers={"Accept-Language": language})
        assert book.headers["Content-Disposition"].rstrip('"').endswith(".xlsx")
        head, cells = load_workbook(io.BytesIO(book.data)).active.iter_rows()
        found = {one.value: cell for one, cell in zip(head, cells, strict=True)}
        assert (found[number].value, found[number].data_type) == (case["case_number"], "s")
        assert (found[at].is_date, found[origin].value) == (True, patrol)


def _expected(
    service: Service, cases: list[dict[str, Any]], username: str, *, is_file: bool = True
) -> list[str]:
    seen = counted(actor_of(service.database, username), cases)
    open_to_all = [c for c in seen if not c["is_restricted"]]
    assert len(open_to_all) < len(seen)
    newest = sorted(open_to_all if is_file else seen, key=lambda c: (c["reported_at"], c["id"]), reverse=True)
    return [str(c["id"]) for c in newest]


def test_files_hold_every_case_in_sight_but_the_restricted_and_a_layer_holds_those_too(
    service: Service,
) -> None:
    cases = scatter(service, 300)
    client = service.client("supervisor.qingyang")
    expected = _expected(service, cases, "supervisor.qingyang")
    assert [row["系统编号"] for row in _rows(client.get(URL, headers=TABLE).data)] == expected
    file = client.get(f"{URL}?format=geojson")
    assert [f["id"] for f in file.json["features"]] == expected
    layer = client.get(URL, headers=LAYER)
    assert layer.mimetype == "application/geo+json"
    everything = _expected(service, cases, "supervisor.qingyang", is_file=False)
    assert [f["id"] for f in layer.json["features"]] == everything
    assert layer.json["next_cursor"] is None
    places = {str(c["id"]): [c["lon"], c["lat"]] for c in map(standing, cases)}
    assert all(f["geometry"]["coordinates"] == places[f["id"]] for f in layer.json["features"])


def test_pages_of_a_layer_go_on_where_the_last_one_ended(service: Service) -> None:
    cases = scatter(service, 200)
    client = service.client("supervisor.fushan")
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = client.get(f"{URL}?limit=70&cursor={cursor}", headers=LAYER).json
        assert len(page["features"]) <= 70
        found += [f["id"] for f in page["features"]]
        cursor = page["next_cursor"]
    assert found == _expected(service, cases, "supervisor.fushan", is_file=False)


def test_a_table_links_to_its_next_page_with_all_that_was_asked(service: Service) -> None:
    cases = scatter(service, 300)
    client = service.client("supervisor.fushan")
    wanted = {str(c["id"]) for c in cases if c["state"] in {"closed", "filed", "handled"}}
    found: list[str] = []
    path, pages = f"{URL}?limit=30&state=closed,filed&state=handled", 0
    while path:
        answer = client.get(path, headers=TABLE)
        found += [row["系统编号"] for row in _rows(answer.data)]
        path = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
        pages += 1
    assert found == [i for i in _expected(service, cases, "supervisor.fushan") if i in wanted]
    assert pages > 1


def test_a_feature_shows_the_brief_and_nothing_else(service: Service) -> None:
    case = service.report("worker.qingyang", address="门牌号 7")
    (feature,) = service.client("supervisor.qingyang").get(URL, headers=LAYER).json["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [121.27, 37.5]}
    snapshot = feature["properties"]
    assert set(snapshot) == {
        "id", "case_number", "service_code", "service_name", "service_group", "label_family", "restricted",
        "origin", "urgency", "state", "level", "lon", "lat", "grid_code", "grid_name", "scope_code", "unit",
        "reported_at", "due_at", "due_state", "version",
    }  # fmt: skip
    assert snapshot["case_number"] == case["case_number"]
    assert snapshot["unit"] is None


def test_a_link_downloads_a_file(service: Service) -> None:
    service.report("worker.qingyang")
    client = service.client("supervisor.qingyang")
    for form, kind in {"csv": "text/csv", "geojson": "application/geo+json"}.items():
        answer = client.get(f"{URL}?format={form}&area=370611001")
        assert answer.status_code == 200
        assert answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert answer.headers["Content-Disposition"].rstrip('"').endswith(f".{form}")
        assert "no-cache" in answer.headers["Cache-Control"]


def test_what_nobody_offers_is_answered_with_json(service: Service) -> None:
    for accept in ("application/xml", "text/html,*/*;q=0.8", ""):
        answer = service.client("supervisor.qingyang").get(URL, headers={"Accept": accept})
        assert answer.mimetype == "application/json"


def test_the_map_reads_no_column_that_may_hold_private_text(service: Service) -> None:
    with service.database.transaction() as session:
        granted = session.scalars(
            text(
                "SELECT column_name FROM information_schema.column_privileges WHERE grantee = 'gridops_map'"
                " AND table_schema = 'gridops' AND table_name = 'incident' AND privilege_type = 'SELECT'"
            )
        ).all()
        tables = session.scalars(
            text(
                "SELECT table_name FROM information_schema.role_column_grants WHERE grantee = 'gridops_map'"
                " AND table_name IN ('incident_private', 'incident_note', 'account')"
            )
        ).all()
    private = {"fields", "address", "reported_location", "content_hash", "reporter_name"}
    assert set(granted).isdisjoint(private)
    assert tables == []
