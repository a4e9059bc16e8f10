"""`gridops geo convert` as it is typed: lines in, lines out, and by which line a bad input is named."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from gridops.cli.geo import geo
from gridops.config import PROJECT_ROOT


def run(lines: str, source: str = "wgs84", target: str = "gcj02"):
    return CliRunner().invoke(geo, ["convert", source, target], input=lines)


def test_lines_are_converted_with_nine_decimals():
    answer = run("121.5272106,31.1774276\n116.377817, 39.911954\r\n")
    assert answer.exit_code == 0
    assert answer.output == "121.531541859,31.175303984\n116.384047225,39.913345455\n"


def test_the_way_back_gives_the_same_numbers():
    there = run("121.270000000,37.500000000\n", "cgcs2000", "bd09").output
    assert run(there, "bd09", "cgcs2000").output == "121.270000000,37.500000000\n"


def test_outside_china_the_numbers_stay():
    assert run("-71.06,42.36\n").output == "-71.060000000,42.360000000\n"


def test_a_line_in_another_encoding_is_a_bad_line():
    answer = CliRunner().invoke(geo, ["convert", "wgs84", "gcj02"], input="121.27,37.5\n经度\n".encode("gbk"))
    assert answer.exit_code == 1
    assert "line 2" in answer.output


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "empty"),
        ("121.27", "is not lon,lat"),
        ("121.27,37.5,0", "is not lon,lat"),
        ("lon,lat", "is not lon,lat"),
        ("nan,37.5", "not a finite number"),
        ("37.5,121.27", "longitude comes first"),
        ("200,10", "no degrees"),
    ],
)
def test_a_bad_line_is_named_by_its_number(line, words):
    answer = run(f"121.27,37.5\n{line}\n121.28,37.5\n")
    assert answer.exit_code == 1
    assert f"line 2: {line[:0]}" in answer.output
    assert words in answer.output
    assert answer.stdout.splitlines()[0] == run("121.27,37.5\n").output.strip()
    assert len(answer.stdout.splitlines()) == 1


def test_nothing_in_is_nothing_out():
    answer = run("")
    assert (answer.exit_code, answer.output) == (0, "")


def test_an_unknown_datum_is_a_mistake_in_typing():
    assert run("121,37\n", "wgs72").exit_code == 2


def test_the_first_lines_come_before_the_last_are_read():
    with subprocess.Popen(
        [sys.executable, "-m", "gridops", "geo", "convert", "wgs84", "gcj02"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=PROJECT_ROOT,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("121.27,37.50\n" * 25_000)
        process.stdin.flush()
        assert process.stdout.readline() == "121.275037653,37.500845231\n"
        process.stdin.close()
        assert sum(1 for _ in process.stdout) == 24_999
        assert process.wait(60) == 0
