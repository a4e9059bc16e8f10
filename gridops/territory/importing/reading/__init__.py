"""Files of geometry → features in CGCS2000 degrees, rounded once to 1e-7. Nothing is repaired or written here."""

from gridops.territory.importing.reading.layers import (
    Layer,
    Reading,
    ReadOptions,
    list_layers,
    read_file,
    read_layer,
)
from gridops.territory.importing.reading.systems import GEOGRAPHIC_SRID, PRECISION_DEG, to_metres

__all__ = [
    "GEOGRAPHIC_SRID",
    "PRECISION_DEG",
    "Layer",
    "ReadOptions",
    "Reading",
    "list_layers",
    "read_file",
    "read_layer",
    "to_metres",
]
