"""Names of the arrays that geometry is worked on with. No values, no domain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Geometries of a layer, one for each feature.
Shapes = NDArray[np.object_]
