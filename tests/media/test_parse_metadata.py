"""What tus clients say of their files."""

from base64 import b64encode
from hashlib import sha256
from uuid import UUID

import pytest

from gridops.errors import Problem
from gridops.media.wire import parse_metadata

CLIENT_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
RAW = sha256(b"photo").digest()


def encoded(**values):
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in values.items())


@pytest.mark.parametrize("header", ["client_id ***", f"client_id {CLIENT_ID}", "client_id /w==", "a AA=="])
def test_what_cannot_be_read_is_refused(header):
    with pytest.raises(Problem) as refusal:
        parse_metadata(header)
    assert refusal.value.kind.code == "bad-request"


@pytest.mark.parametrize(
    ("values", "pointer"),
    [
        ({"client_id": "7"}, "/Upload-Metadata/client_id"),
        ({"sha256": "abc"}, "/Upload-Metadata/sha256"),
        ({"sha256": "g" * 64}, "/Upload-Metadata/sha256"),
        ({"content_type": "x" * 101}, "/Upload-Metadata/content_type"),
    ],
)
def test_a_wrong_value_is_named(values, pointer):
    with pytest.raises(Problem) as refusal:
        parse_metadata(encoded(**values))
    assert [fault.pointer for fault in refusal.value.faults] == [pointer]


@pytest.mark.parametrize("header", [None, "", "  ", "is_confidential", "client_id ", "filename aS5qcGc=,"])
def test_absent_empty_and_valueless_metadata_say_nothing(header):
    said = parse_metadata(header)
    assert (said.client_id, said.content_type, said.sha256) == (None, None, None)


def test_everything_that_matters_is_read():
    values = {"client_id": CLIENT_ID, "filetype": "image/heic", "sha256": RAW.hex(), "filename": "图.heic"}
    said = parse_metadata(encoded(**values))
    assert said.client_id == UUID(CLIENT_ID)
    assert said.content_type == "image/heic"
    assert said.sha256 == RAW


def test_a_hash_may_be_in_base64():
    assert parse_metadata(encoded(sha256=b64encode(RAW).decode())).sha256 == RAW
