"""Files of geometry → features in CGCS2000 degrees, rounded once to 1e-7. Nothing is repaired or written here."""

from gridops.territory.reading.layers import Layer, Reading, list_layers, read_layer
from gridops.territory.reading.refusing import refused
from gridops.territory.reading.systems import GEOGRAPHIC_SRID, PRECISION_DEG, to_metres

__all__ = [
    "GEOGRAPHIC_SRID",
    "PRECISION_DEG",
    "Layer",
    "Reading",
    "list_layers",
    "read_layer",
    "refused",
    "to_metres",
]
