"""Tables of duties: what may happen, by which version of its standard, and when it is worked. No queries."""

from gridops.duties.models.calendar import AreaClass, WorkDay, WorkingHours
from gridops.duties.models.matters import Admission, Matter, Standard

__all__ = ["Admission", "AreaClass", "Matter", "Standard", "WorkDay", "WorkingHours"]
