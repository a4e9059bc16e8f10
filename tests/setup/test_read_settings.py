"""Settings: what the environment says, checked once; every refusal names its variable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gridops import config

URL = "postgresql://someone:secret@db.example/gridops"


def load(**environ: str) -> config.Settings:
    return config.load({"DATABASE_URL": URL, **environ})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_every_spelling_of_the_engine_becomes_psycopg2(scheme: str) -> None:
    settings = config.load({"DATABASE_URL": f"{scheme}://u:p@h:5/d?sslmode=require"})
    assert settings.database_url == "postgresql+psycopg2://u:p@h:5/d?sslmode=require"
    assert not settings.is_private_cluster


@pytest.mark.parametrize("url", ["mysql://u:topsecret@h/d", "u:topsecret@h/d", "sqlite:///topsecret"])
def test_another_engine_is_refused_without_showing_the_address(url: str) -> None:
    with pytest.raises(config.ConfigError, match="DATABASE_URL") as refusal:
        config.load({"DATABASE_URL": url})
    assert "topsecret" not in str(refusal.value)


def test_defaults_are_those_of_a_newcomer() -> None:
    settings = load()
    assert (settings.bind, settings.is_loopback) == ("127.0.0.1:8000", True)
    assert (settings.time_zone, settings.measure_srid) == ("Asia/Shanghai", 4528)
    assert (settings.max_sockets, settings.polling_interval_s) == (2_000, 0.25)
    assert (settings.argon2_profile, settings.log_level, settings.is_ci) == ("full", "INFO", False)
    assert settings.var_dir == config.PROJECT_ROOT / "var"
    assert settings.media_dir == settings.var_dir / "media"
    assert settings.public_origin is None


@pytest.mark.parametrize(
    ("bind", "is_loopback"),
    [
        ("127.0.0.1:80", True),
        ("127.9.9.9:80", True),
        ("[::1]:80", True),
        ("localhost:80", True),
        ("0.0.0.0:80", False),
        ("[::]:80", False),
        ("10.0.0.5:80", False),
        ("gridops.example:80", False),
    ],
)
def test_only_addresses_of_this_machine_are_loopback(bind: str, is_loopback: bool) -> None:
    settings = load(GRIDOPS_BIND=bind)
    assert settings.bind == bind
    assert settings.is_loopback is is_loopback


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GRIDOPS_BIND", "8000"),
        ("GRIDOPS_BIND", "127.0.0.1"),
        ("GRIDOPS_BIND", "127.0.0.1:99999"),
        ("GRIDOPS_BIND", "127.0.0.1:80/path"),
        ("GRIDOPS_VAR", "relative/folder"),
        ("GRIDOPS_MEDIA", "relative/folder"),
        ("GRIDOPS_MAX_SOCKETS", "many"),
        ("GRIDOPS_MAX_SOCKETS", "0"),
        ("GRIDOPS_TIME_ZONE", "Asia/Atlantis"),
        ("GRIDOPS_TIME_ZONE", "../../etc/passwd"),
        ("GRIDOPS_MEASURE_SRID", "4528.5"),
        ("GRIDOPS_ARGON2", "free"),
        ("GRIDOPS_POLLING_INTERVAL", "nan"),
        ("GRIDOPS_POLLING_INTERVAL", "0"),
        ("GRIDOPS_PUBLIC_ORIGIN", "gridops.example"),
        ("GRIDOPS_PUBLIC_ORIGIN", "https://gridops.example/path"),
        ("GRIDOPS_LOG_LEVEL", "loud"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^{name}: expected"):
        load(**{name: value})


def test_good_values_arrive_typed(tmp_path: Path) -> None:
    settings = load(
        GRIDOPS_VAR=str(tmp_path),
        GRIDOPS_MAX_SOCKETS="7",
        GRIDOPS_ARGON2="cheap",
        GRIDOPS_POLLING_INTERVAL="0.05",
        GRIDOPS_PUBLIC_ORIGIN="https://gridops.example/",
        GRIDOPS_LOG_LEVEL="debug",
        CI="true",
    )
    assert settings.media_dir == tmp_path / "media"
    assert (settings.max_sockets, settings.argon2_profile) == (7, "cheap")
    assert (settings.polling_interval_s, settings.log_level, settings.is_ci) == (0.05, "DEBUG", True)
    assert settings.public_origin == "https://gridops.example"


def test_without_a_database_it_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(config.ConfigError, match="gridops db up"):
        config.load({"GRIDOPS_VAR": str(tmp_path)})
    assert config.load({"GRIDOPS_VAR": str(tmp_path)}, needs_database=False).database_url == ""


def test_the_private_cluster_is_found_by_its_state(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    (folder / "state.json").write_text(json.dumps({"is_ready": True, "port": 15999, "place": "/x"}))
    (folder / "password").write_text("p w\n")
    settings = config.load({"GRIDOPS_VAR": str(tmp_path)})
    assert settings.database_url == "postgresql+psycopg2://gridops:p%20w@127.0.0.1:15999/gridops"
    assert settings.is_private_cluster


def test_a_half_made_cluster_is_no_database(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    (folder / "state.json").write_text(json.dumps({"is_ready": False, "port": 15999, "place": "/x"}))
    with pytest.raises(config.ConfigError, match="No database yet"):
        config.load({"GRIDOPS_VAR": str(tmp_path)})


def test_a_damaged_state_is_told_with_the_way_out(tmp_path: Path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    (folder / "state.json").write_text("{")
    with pytest.raises(config.ConfigError, match="gridops db reset"):
        config.load({"GRIDOPS_VAR": str(tmp_path)})
