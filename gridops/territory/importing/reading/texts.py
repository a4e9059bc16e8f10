"""Texts of a file cleaned of what no text may hold: NUL and other controls, halves of characters. Named by row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from gridops.territory.importing.reading.raw import Raw, shortened
from gridops.words import Words

#: Controls that no database text or page takes, and halves of a pair that are no character.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cleaned(raw: Raw) -> Raw:
    """The same with texts that can be stored and shown; the rows that were changed are named."""
    changed: list[str] = []

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return _UNFIT.sub("", value)
        if isinstance(value, list):
            return [clean(item) for item in value]
        if isinstance(value, dict):
            return {clean(key): clean(item) for key, item in value.items()}
        return value

    rows = []
    for n, row in enumerate(raw.properties):
        mended = {clean(key): clean(value) for key, value in row.items()}
        if mended != row:
            changed.append(raw.name_of(n))
        rows.append(mended)
    if not changed:
        return raw
    listed = shortened(changed)
    words = Words(
        f"要素 {listed} 的文字含控制字符，已去掉",
        f"The texts of feature {listed} hold control characters, which are left out",
    )
    return replace(raw, properties=rows).saying(words)
