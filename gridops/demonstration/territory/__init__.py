"""The synthetic Fushan: names that are facts, borders that are made up.

Pure geometry and files; no database passes through here.
"""

from .build import SEED, TABLE, Summary, make

__all__ = ["SEED", "TABLE", "Summary", "make"]
