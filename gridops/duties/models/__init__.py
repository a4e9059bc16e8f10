"""Tables of duties: what may happen, who may and must act on it, and when it is worked. No queries."""

from gridops.duties.models.calendar import AreaClass, WorkDay, WorkingHours
from gridops.duties.models.matters import Admission, Matter, Standard
from gridops.duties.models.powers import Power
from gridops.duties.models.responsibilities import FirstDuty, RefusedBurden, Responsibility
from gridops.duties.models.routing import OriginPolicyVersion, Precedent, RoutingRuleVersion

__all__ = [
    "Admission",
    "AreaClass",
    "FirstDuty",
    "Matter",
    "OriginPolicyVersion",
    "Power",
    "Precedent",
    "RefusedBurden",
    "Responsibility",
    "RoutingRuleVersion",
    "Standard",
    "WorkDay",
    "WorkingHours",
]
