"""Pure: what is wrong with a layer of areas. Finds, measures and shows defects; repairs none of them."""

from gridops.territory.importing.topology.checking import Areas, Context, check_layer, parents_of
from gridops.territory.importing.topology.codes import check_codes
from gridops.territory.importing.topology.cover import check_holes
from gridops.territory.importing.topology.defects import (
    KINDS,
    LEAST_M2,
    WAIVABLE,
    Defect,
    count_by_kind,
    errors_of,
    worst,
)
from gridops.territory.importing.topology.planes import DEGREES, Measure, Plane
from gridops.territory.importing.topology.reporting import report_of
from gridops.territory.importing.topology.shapes import check_validity, mended, polygonal

__all__ = [
    "DEGREES",
    "KINDS",
    "LEAST_M2",
    "WAIVABLE",
    "Areas",
    "Context",
    "Defect",
    "Measure",
    "Plane",
    "check_codes",
    "check_holes",
    "check_layer",
    "check_validity",
    "count_by_kind",
    "errors_of",
    "mended",
    "parents_of",
    "polygonal",
    "report_of",
    "worst",
]
