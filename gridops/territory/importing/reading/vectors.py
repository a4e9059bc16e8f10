"""Files that GDAL opens → properties and shapes, every whole number exact, every byte of text as it stands there.

No message of a library leaves here: what cannot be read is said in our words, with the file's name.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from gridops.errors import Problem
from gridops.territory.importing.reading.encodings import BYTES_AS_THEY_ARE
from gridops.territory.importing.reading.raw import Raw
from gridops.territory.refusing import refused
from gridops.words import Words

#: Remarks of GDAL after which features may be missing.
_DAMAGE = ("corruption", "ignoring features", "guess feature", "orrupt", "truncated")


@cache
def _gdal() -> Any:
    """GDAL, loaded with the first file that is read: a process that answers reports never needs it."""
    import pyogrio

    # An index that is missing is made anew, in the folder of our own where the file was unpacked.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    return pyogrio


def spatial_layers(path: Path, shown: str) -> list[tuple[int, str]]:
    """(number, name) of the layers that hold geometry, empty ones left out."""
    with _plainly(shown):
        return [
            (n, str(name))
            for n, (name, kind) in enumerate(_gdal().list_layers(path))
            if kind is not None and _gdal().read_info(path, layer=n, force_feature_count=True)["features"]
        ]


def read_vector(path: Path, shown: str, layer: int = 0) -> Raw:
    """One layer of a file, text as the Latin-1 characters of its bytes; a Problem `invalid` where GDAL fails."""
    with _plainly(shown) as remarks:
        meta, fids, wkb, columns = _read(path, layer=layer, return_fids=True)
        names = [str(name) for name in meta["fields"]]
        kinds = dict(zip(names, meta["ogr_types"], strict=True))
        table: dict[str, list[Any]] = {
            name: [_plain(v) for v in column] for name, column in zip(names, columns, strict=True)
        }
        for name in names:
            if kinds[name] == "OFTInteger64" and any(isinstance(v, float) or v is None for v in table[name]):
                table[name] = _whole_numbers(path, layer, name, fids)
        shapes, said = _shapes(wkb if wkb is not None else [])
    if not len(shapes):
        raise refused(f"{shown} 没有要素", f"{shown} holds no feature")
    if any(word in str(remark.message) for remark in remarks for word in _DAMAGE):
        said.append(
            Words(
                f"文件有损坏之处，读出 {len(shapes)} 个要素，可能不全，请核对数目",
                f"The file is damaged in places: {len(shapes)} features were read, perhaps not all; count them",
            )
        )
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    return Raw(rows or [{} for _ in shapes], shapes, system_name(meta["crs"]), said=tuple(said))


def _read(path: Path, **more: Any) -> Any:
    return _gdal().raw.read(path, encoding=BYTES_AS_THEY_ARE, datetime_as_string=True, **more)


def _whole_numbers(path: Path, layer: int, name: str, fids: Any) -> list[Any]:
    """A column of whole numbers with gaps, which would come as floating-point ones: asked for without the gaps."""
    field = name.encode("latin-1").decode("utf-8", "replace").replace('"', '""')
    _, found, _, columns = _read(
        path,
        layer=layer,
        columns=[field],
        where=f'"{field}" IS NOT NULL',
        return_fids=True,
        read_geometry=False,
    )
    exact = dict(zip(found.tolist(), columns[0].tolist(), strict=True))
    return [exact.get(fid) for fid in fids.tolist()]


def _shapes(wkb: Any) -> tuple[Any, list[Words]]:
    """Geometries, None where there is none or where its bytes are none."""
    shapes = np.array(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    broken = [
        n for n, (raw, shape) in enumerate(zip(wkb, shapes, strict=True), start=1) if raw and shape is None
    ]
    if not broken:
        return shapes, []
    listed = ", ".join(map(str, broken[:5]))
    return shapes, [Words(f"要素 {listed} 的几何已损坏", f"The geometry of feature {listed} is damaged")]


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, bytes | bytearray | memoryview):
        return None
    return list(value) if isinstance(value, np.ndarray) else value


def system_name(crs: Any) -> str | None:
    """What a file declares as its system, None for nothing and for a plan's own grid."""
    text = str(crs or "").strip()
    return None if not text or text.lower().startswith(("local_cs", "engcrs", "undefined")) else text


@contextmanager
def _plainly(shown: str) -> Iterator[list[warnings.WarningMessage]]:
    """Let no library's error out; what GDAL merely remarks on (ring order, measures) is collected."""
    try:
        with warnings.catch_warnings(record=True) as remarks:
            warnings.simplefilter("always")
            yield remarks
    except Problem:
        raise
    except _gdal().errors.CRSError as error:
        raise refused(
            f"{shown} 声明的坐标系无法理解，请换成已知坐标系（如 EPSG:4490）重新导出",
            f"The coordinate reference system that {shown} declares makes no sense: export it in a known one, "
            "such as EPSG:4490",
        ) from error
    except MemoryError:
        raise
    # GDAL's bindings let several kinds of errors out, some of them by accident; none says what an office can use.
    except Exception as error:
        raise refused(
            f"{shown} 无法读取：文件已损坏或不完整，请重新导出",
            f"{shown} cannot be read: the file is damaged or not whole; export it again",
        ) from error
