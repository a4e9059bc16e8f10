"""Documents that are written from the code say what the code says."""

from __future__ import annotations

import pytest

from gridops.cli.documents import DOCUMENTS, ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_what_the_code_says(name: str) -> None:
    stands = (ROOT / name).read_text(encoding="utf-8")
    assert stands == DOCUMENTS[name](), f"{name} is stale: write it anew with `gridops docs`"
