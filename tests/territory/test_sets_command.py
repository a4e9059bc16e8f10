"""The command line on sets in time: compare, redraw, codes, lineage; refusals end as one line and exit code 1."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
import shapely
from click.testing import CliRunner
from sqlalchemy import text

from gridops.cli.geodata import geodata
from gridops.db.session import Database
from gridops.territory.sets.drafting import begin_draft
from tests.territory.redrawn import draft, merge_villages, read_layers, write_layer

VILLAGE = "370611001008"


@pytest.fixture
def run(database_url):
    """Runs a subcommand against a database of its own."""

    def call(*arguments):
        return CliRunner().invoke(geodata, list(arguments), env={"DATABASE_URL": database_url})

    return call


@pytest.fixture
def layers(database_url, tmp_path):
    database = Database(database_url)
    with database.transaction() as session:
        found = read_layers(session)

        def change(them):
            villages = sorted(c for c in them["village"] if c.startswith("370611102"))
            mine = them["village"][villages[0]]["shape"]
            near = (c for c in villages[1:] if mine.touches(them["village"][c]["shape"]))
            merge_villages(them, villages[0], next(near))

        draft(session, tmp_path, "next", change)
    database.close()
    return found


def test_a_draft_is_compared_redrawn_and_followed(run, layers, tmp_path):
    compared = run("compare", "next", "--json")
    assert compared.exit_code == 0, compared.output
    told = json.loads(compared.output)
    (merged,) = [c for c in told["changes"] if c["kind"] == "merged"]
    assert (len(merged["from"]), merged["open_cases"]) == (2, 0)
    assert merged["households"] > 0
    assert "合并 merged" in run("compare", "next").output

    shape = layers["village"][VILLAGE]["shape"]
    west, south, east, north = shape.bounds
    middle = round((west + east) / 2, 6)
    boxes = (shapely.box(west, south, middle, north), shapely.box(middle, south, east, north))
    halves = [{"shape": shapely.set_precision(shape.intersection(box), 1e-7)} for box in boxes]
    half = write_layer(tmp_path / "half.geojson", {0: halves[0]})
    refused = run("redraw", VILLAGE, str(half), "--set", "redrawn", "--from", "2035-01-01")
    assert refused.exit_code == 1
    assert "gap" in refused.output
    assert "redrawn" not in run("sets").output
    whole = write_layer(tmp_path / "whole.geojson", dict(enumerate(halves)))
    done = run("redraw", VILLAGE, str(whole), "--set", "redrawn", "--from", "2035-01-01")
    assert done.exit_code == 0, done.output
    old = min(c for c, g in layers["grid"].items() if g["parent_code"] == VILLAGE)
    followed = run("lineage", "redrawn", old)
    assert f"{old} → {VILLAGE}" in followed.output
    assert run("lineage", "redrawn", "1").exit_code == 1


def test_a_draft_with_a_hole_is_not_put_in_force_and_a_coming_set_is_taken_back(run, layers, database_url):
    database = Database(database_url)
    with database.transaction() as session:
        session.execute(
            text(
                "DELETE FROM gridops.area_version v USING gridops.boundary_set s WHERE s.id = v.set_id"
                " AND s.name = 'next' AND v.code = :code"
            ),
            {"code": f"{VILLAGE}001"},
        )
        begin_draft(session, "whole", uuid4())
    database.close()
    refused = run("put-in-force", "next", "--from", "2035-01-01")
    assert refused.exit_code == 1
    assert "do not fit each other (1 gap)" in refused.output
    assert run("put-in-force", "whole", "--from", "2035-01-01").exit_code == 0
    assert run("take-back", "nowhere", "--as", "again").exit_code == 1
    taken = run("take-back", "whole", "--as", "again")
    assert (taken.exit_code, "the draft again holds it" in taken.output) == (0, True)
    listed = run("sets").output
    assert "whole  retired" in listed
    assert "again  draft" in listed
    assert run("take-back", "whole", "--as", "once more").exit_code == 1


def test_codes_of_the_districts_own_list_are_entered_from_a_table(run, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("\ufeffcode,other_code\n370611007,370611003\n", encoding="utf-8")
    assert "1 codes" in run("codes", str(table), "--from", "2024-01-01").output
    table.write_text("code,other_code\n370611001,370611003\n", encoding="utf-8")
    refused = run("codes", str(table), "--from", "2025-01-01")
    assert refused.exit_code == 1
    assert "another area" in refused.output


def test_an_unknown_draft_ends_in_one_line(run):
    answer = run("compare", "nowhere")
    assert answer.exit_code == 1
    assert "There is no boundary set nowhere" in answer.output
