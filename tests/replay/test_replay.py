"""`gridops replay-311` as it is typed: a small city with a known answer, and the real one."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from gridops.cli.replay.command import replay
from gridops.cli.replay.database import PREFIX
from tests.databases import Databases
from tests.replay.city import City, make_city, rows_of, write_requests

Type = Callable[..., Result]


@pytest.fixture
def type_in(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Type]:
    """Types the command on the suite's cluster; what it was told to keep is gone after the test."""
    monkeypatch.setenv("DATABASE_URL", databases.address("postgres"))
    yield lambda *words: CliRunner().invoke(replay, [str(w) for w in words])
    for name in replay_databases(databases):
        databases.drop(name)


@pytest.fixture
def city(tmp_path: Path) -> City:
    return make_city(tmp_path)


def ask(databases: Databases, name: str, query: str) -> list[Any]:
    engine = create_engine(make_url(databases.address(name)), poolclass=NullPool)
    with engine.connect() as connection:
        return list(connection.scalars(text(query)))


def replay_databases(databases: Databases) -> list[str]:
    return ask(databases, "postgres", f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'")


def words(city: City, table: Path, *more: str) -> list[Any]:
    return [
        "--areas",
        city.areas,
        "--grids",
        city.grids,
        "--requests",
        table,
        "--grids-crs",
        "EPSG:2249",
        *more,
    ]


def last_line(answer: Result) -> dict[str, Any]:
    assert answer.exit_code == 0, answer.output
    return dict(json.loads(answer.stdout))


@pytest.mark.parametrize(("name", "header"), [("requests.csv", str.upper), ("requests.csv.gz", str.lower)])
def test_a_small_city_gives_the_agreement_that_is_known(
    type_in: Type, databases: Databases, city: City, tmp_path: Path, name: str, header: Callable[[str], str]
) -> None:
    table = write_requests(tmp_path / name, rows_of(city), header=header)
    found = last_line(type_in(*words(city, table)))
    assert found.pop("reports_per_second") > 0
    assert found == {
        "sent": 300,
        "accepted": 295,
        "refused": 5,
        "on_default_point": 40,
        "compared": 235,
        "agreement": round(210 / 235, 4),
    }
    assert replay_databases(databases) == []


def test_a_kept_database_is_found_again_and_nothing_is_doubled(
    type_in: Type, databases: Databases, city: City, tmp_path: Path
) -> None:
    table = write_requests(tmp_path / "requests.csv", rows_of(city)[100:160])
    first = last_line(type_in(*words(city, table, "--keep")))
    second = last_line(type_in(*words(city, table, "--keep")))
    assert (first["accepted"], second["accepted"]) == (60, 60)
    (name,) = replay_databases(databases)
    assert ask(databases, name, "SELECT count(*) FROM gridops.incident") == [60]
    numbers = "SELECT count(DISTINCT external_numbers #>> '{0,number}') FROM gridops.incident"
    assert ask(databases, name, numbers) == [60]
    opened = (
        "SELECT occurred_at AT TIME ZONE 'America/New_York' FROM gridops.incident WHERE case_number LIKE '%'"
    )
    assert {moment.minute for moment in ask(databases, name, opened)} == {15}


def test_numbers_of_an_unknown_system_are_refused_before_anything_is_made(
    type_in: Type, databases: Databases, city: City, tmp_path: Path
) -> None:
    table = write_requests(tmp_path / "requests.csv", rows_of(city)[:5])
    answer = type_in("--areas", city.areas, "--grids", city.grids, "--requests", table)
    assert answer.exit_code == 1
    assert "precincts.geojson" in answer.stderr
    assert "cannot be degrees" in answer.stderr
    assert "--grids-crs" in answer.stderr
    assert answer.stdout == ""
    assert replay_databases(databases) == []


def test_missing_columns_are_named(type_in: Type, city: City, tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if k not in ("LATITUDE", "TYPE")} for row in rows_of(city)[:5]]
    answer = type_in(*words(city, write_requests(tmp_path / "requests.csv", rows)))
    assert answer.exit_code == 1
    assert "requests.csv lacks the columns type, latitude" in answer.stderr


def test_a_file_that_is_no_table_is_refused(type_in: Type, city: City, tmp_path: Path) -> None:
    table = tmp_path / "requests.csv.gz"
    table.write_bytes(b"not gzipped at all")
    answer = type_in(*words(city, table))
    assert answer.exit_code == 1
    assert "requests.csv.gz cannot be read" in answer.stderr


def test_a_border_without_its_number_is_refused_and_leaves_no_database(
    type_in: Type, databases: Databases, city: City, tmp_path: Path
) -> None:
    document = json.loads(city.grids.read_text())
    del document["features"][3]["properties"]["WARD_PRECINCT"]
    city.grids.write_text(json.dumps(document))
    answer = type_in(*words(city, write_requests(tmp_path / "requests.csv", rows_of(city)[:5])))
    assert answer.exit_code == 1
    assert "no WARD_PRECINCT of at most 4 digits" in answer.stderr
    assert replay_databases(databases) == []


@pytest.fixture
def boston(real_data: Path, tmp_path: Path) -> list[Any]:
    """The real city with the first 3,000 of its requests."""
    table = tmp_path / "first.csv"
    with gzip.open(real_data / "boston311_2015q1.csv.gz", "rt", encoding="utf-8") as whole:
        table.write_text("".join(line for _, line in zip(range(3001), whole, strict=False)))
    return [
        *("--areas", real_data / "boston_wards.geojson"),
        *("--grids", real_data / "boston_precincts_wrong_crs.geojson"),
        *("--requests", table),
    ]


def test_real_requests_agree_with_their_citys_own_precincts(type_in: Type, boston: list[Any]) -> None:
    answer = type_in(*boston, "--grids-crs", "EPSG:2249")
    found = last_line(answer)
    with Path(boston[-1]).open(newline="") as file:
        rows = list(csv.DictReader(file))
    on_default = sum((r["LATITUDE"], r["LONGITUDE"]) == ("42.3594", "-71.0587") for r in rows)
    assert (found["sent"], found["accepted"], found["refused"]) == (3000, 3000, 0)
    assert found["on_default_point"] == on_default > 300
    assert found["compared"] > 2500
    assert 0.93 <= found["agreement"] <= 0.96
    # Neither layer is a clean coverage, and that is said.
    assert "waived" in answer.stderr


def test_real_precincts_are_refused_as_they_are(
    type_in: Type, databases: Databases, boston: list[Any]
) -> None:
    answer = type_in(*boston)
    assert answer.exit_code == 1
    assert "boston_precincts_wrong_crs.geojson: The numbers" in answer.stderr
    assert replay_databases(databases) == []
