"""Every SELECT of insight and all its ST_ SQL, one noun a file. Those on cases run as `gridops_map`."""

from gridops.insight.queries.areas import find_span
from gridops.insight.queries.columns import MAP_COLUMNS
from gridops.insight.queries.counts import count_groups, heat_cells
from gridops.insight.queries.indicators import indicator_figures
from gridops.insight.queries.pages import page_features, page_ids, page_rows
from gridops.insight.queries.tiles import Tile

__all__ = [
    "MAP_COLUMNS",
    "Tile",
    "count_groups",
    "find_span",
    "heat_cells",
    "indicator_figures",
    "page_features",
    "page_ids",
    "page_rows",
]
