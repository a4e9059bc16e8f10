"""What Content-Digest and Digest promise of a body."""

from base64 import b64encode
from hashlib import sha256, sha512

import pytest

from gridops.errors import Problem
from gridops.media.rules import find_digest

RAW = sha256(b"photo").digest()
TEXT = b64encode(RAW).decode()


@pytest.mark.parametrize(
    "value",
    [
        "sha-256",
        "sha-256=",
        "sha-256=::",
        "sha-256=:",
        f"sha-256={TEXT}",
        f"sha-256=:{TEXT}",
        f"sha-256=:{TEXT[:20]}:",
        "sha-256=:***:",
        "sha-256=:校验:",
        f"sha-256=:{RAW.hex()}:",
    ],
)
def test_a_malformed_content_digest_is_refused(value):
    with pytest.raises(Problem) as refusal:
        find_digest(value, None)
    assert refusal.value.kind.code == "bad-request"


@pytest.mark.parametrize("value", ["SHA-256=", "SHA-256", f"SHA-256={RAW.hex()}", "sha-256=%%%"])
def test_a_malformed_digest_is_refused(value):
    with pytest.raises(Problem) as refusal:
        find_digest(None, value)
    assert refusal.value.kind.code == "bad-request"


def test_two_promises_that_differ_are_refused():
    other = b64encode(sha256(b"other").digest()).decode()
    with pytest.raises(Problem) as refusal:
        find_digest(f"sha-256=:{TEXT}:", f"SHA-256={other}")
    assert refusal.value.kind.code == "digest-mismatch"


def test_both_headers_are_read():
    assert find_digest(f"sha-256=:{TEXT}:", None) == RAW
    assert find_digest(None, f"SHA-256={TEXT}") == RAW
    assert find_digest(f"sha-256=:{TEXT}:", f"sha-256={TEXT}") == RAW


def test_missing_padding_and_parameters_do_no_harm():
    assert find_digest(f"sha-256=:{TEXT.rstrip('=')}:;q=1", None) == RAW


def test_other_algorithms_are_passed_over():
    long = b64encode(sha512(b"photo").digest()).decode()
    assert find_digest(f"sha-512=:{long}:", "unixsum=30637") is None
    assert find_digest(f"sha-512=:{long}:, sha-256=:{TEXT}:", f"unixsum=30637, SHA-256={TEXT}") == RAW


def test_nothing_promised_is_nothing_checked():
    assert find_digest(None, None) is None
    assert find_digest("", "") is None
