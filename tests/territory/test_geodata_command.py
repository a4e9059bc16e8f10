"""`gridops init` and `gridops geodata` as they are typed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, text, update

from gridops.cli.geodata import geodata, init
from gridops.territory.models import BoundarySet, Deployment
from tests.territory.trial import SHAPES


@pytest.fixture
def run(database, monkeypatch):
    """Types a command on a database of its own, for which no district is chosen."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    with database.transaction() as session:
        session.execute(update(BoundarySet).values(state="draft"))
        session.execute(delete(Deployment))

    def type_in(*words):
        command = init if words[0] == "init" else geodata
        return CliRunner().invoke(command, [str(w) for w in words[command is init :]])

    return type_in


def test_a_set_is_built_and_put_in_force_by_typing(run):
    assert run("init", "999901", "试验区", "--measure-srid", 4528).exit_code == 0
    for name, level in (("district", "district"), ("townships", "township"), ("grids", "grid")):
        answer = run("import", SHAPES / f"{name}.geojson", "--level", level, "--set", "trial")
        assert answer.exit_code == 0, answer.output
        assert f"× {level} in trial" in answer.output
    answer = run("put-in-force", "trial", "--from", "2024-01-01")
    assert "in force from 2024-01-01" in answer.output
    listed = run("sets").output
    assert "trial  in_force  2024-01-01" in listed
    assert "4 grid" in listed


def test_a_refused_layer_says_why_and_leaves_nothing(run, database):
    run("init", "999901", "试验区", "--measure-srid", 4528)
    run("import", SHAPES / "district.geojson", "--level", "district", "--set", "trial")
    path = SHAPES / "townships_overlapping.geojson"
    answer = run("import", path, "--level", "township", "--set", "trial")
    assert answer.exit_code == 1
    assert "1 overlap" in answer.output
    assert "999901001 and 999901002 share" in answer.output
    with database.transaction() as session:
        left = "SELECT count(*) FROM gridops.area_version WHERE code LIKE '999901___'"
        assert session.scalar(text(left)) == 0
    waived = ("--waive", "overlap", "--reason", "界线正在核定")
    answer = run("import", path, "--level", "township", "--set", "trial", *waived)
    assert answer.exit_code == 1, "an error is refused whatever is waived"


def test_a_warning_refuses_until_it_is_waived_with_a_reason(run, database):
    run("init", "999901", "试验区", "--measure-srid", 4528)
    run("import", SHAPES / "district.geojson", "--level", "district", "--set", "trial")
    path = SHAPES / "townships_unmatched.geojson"
    answer = run("import", path, "--level", "township", "--set", "trial")
    assert answer.exit_code == 1
    assert "1 edge_mismatch" in answer.output
    waived = ("--waive", "edge_mismatch", "--reason", "测量顶点不同")
    answer = run("import", path, "--level", "township", "--set", "trial", *waived)
    assert answer.exit_code == 0, answer.output
    assert "let in with 1 × edge_mismatch" in answer.stdout
    with database.transaction() as session:
        kept = session.execute(text("SELECT level, kind, reason, count FROM gridops.waiver")).one()
        assert tuple(kept) == ("township", "edge_mismatch", "测量顶点不同", 1)
        logged = "SELECT data->>'reason' FROM gridops.log_entry WHERE action = 'boundary_set.waived'"
        assert session.scalars(text(logged)).all() == ["测量顶点不同"]


def test_an_import_says_how_it_read_the_file_before_it_writes(run):
    run("init", "999901", "试验区", "--measure-srid", 4528)
    answer = run("import", SHAPES / "district.geojson", "--level", "district", "--set", "trial")
    assert "fields: code=code, name=name" in answer.stderr
    assert "names: 试验区" in answer.stderr
    assert answer.stdout == "1 × district in trial\n"


def test_cracks_are_repaired_on_demand_and_logged(run, database):
    run("init", "999901", "试验区", "--measure-srid", 4528)
    run("import", SHAPES / "district.geojson", "--level", "district", "--set", "trial")
    path = SHAPES / "townships_unmatched.geojson"
    answer = run("import", path, "--level", "township", "--set", "trial", "--repair", "--tolerance", "0.1")
    assert answer.exit_code == 0, answer.output
    assert "repaired within 0.1 m" in answer.stderr
    with database.transaction() as session:
        logged = "SELECT data FROM gridops.log_entry WHERE action = 'boundary_set.repaired'"
        (data,) = session.scalars(text(logged)).all()
        assert (data["layer"], data["tolerance_m"]) == ("township", 0.1)


def test_a_waiver_without_a_reason_is_a_mistake_in_typing(run):
    answer = run(
        "import",
        SHAPES / "grids.geojson",
        "--level",
        "grid",
        "--set",
        "trial",
        "--waive",
        "gap",
        "--waive",
        "overlap",
    )
    assert answer.exit_code == 2
    assert "--reason" in answer.output


def test_feet_are_refused_as_a_measuring_system(run):
    answer = run("init", "B", "Boston", "--measure-srid", 2249)
    assert answer.exit_code == 1
    assert "US survey foot" in answer.output


def test_features_are_dissolved_into_one_area(run):
    run("init", "999901", "试验区", "--measure-srid", 4528)
    answer = run(
        "import",
        SHAPES / "townships.geojson",
        "--level",
        "district",
        "--set",
        "trial",
        "--dissolve",
        "--code",
        "999901",
        "--name",
        "试验区",
    )
    assert answer.stdout == "1 × district in trial\n"


def test_the_demonstration_is_made_where_it_is_wanted(tmp_path):
    answer = CliRunner().invoke(geodata, ["make-demo", "--out", str(tmp_path), "--seed", "370611"])
    assert answer.exit_code == 0, answer.output
    assert str(tmp_path / "grids.geojson") in answer.output
    assert (tmp_path / "grids.geojson").stat().st_size > 100_000
