"""Who may do what in the database: the roles, and whether policies and grants are what the migrations make.

Rights come from migrations; here they are read, compared and said in words, never decided.
"""

from gridops.db.rights.comparing import (
    EXPECTED,
    NAMED,
    Difference,
    RightsError,
    find_differences,
    mend,
    read_expected,
    require_rights,
    write_expected,
)
from gridops.db.rights.roles import make_roles

__all__ = [
    "EXPECTED",
    "NAMED",
    "Difference",
    "RightsError",
    "find_differences",
    "make_roles",
    "mend",
    "read_expected",
    "require_rights",
    "write_expected",
]
