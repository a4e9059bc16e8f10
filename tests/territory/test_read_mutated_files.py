"""No file gets past the readers as anything but areas or a refusal in words: files of every kind, mutated, bounded."""

from __future__ import annotations

from tests.territory import fuzzing

#: Enough to meet every reader some dozens of times in half a minute; `python -m tests.bench files` tries more.
COUNT, SEED = 280, 20261126


def test_mutated_files_of_every_kind_are_read_or_refused_in_words(tmp_path):
    outcome = fuzzing.run(tmp_path, COUNT, SEED)
    assert outcome.escaped == []
    assert outcome.count == COUNT
    assert min(outcome.refused.total(), outcome.read.total()) > COUNT // 10, "both ways are met"


def test_sound_files_of_every_kind_are_read(tmp_path):
    (tmp_path / "sound").mkdir()
    for kind, body in fuzzing.seeds(tmp_path / "sound").items():
        path = tmp_path / f"a.{kind}"
        path.write_bytes(body)
        checked = fuzzing.check_file(path, fuzzing.ReadOptions())
        assert len(checked.layer.shapes) == len(fuzzing.NAMES), kind


def test_the_same_seed_gives_the_same_files(tmp_path):
    sound = {"geojson": b"{}" * 100, "kml": b"<kml>" * 100}
    one, other = (list(fuzzing.files(fuzzing.random.Random(1), sound, 20)) for _ in range(2))
    assert one == other
