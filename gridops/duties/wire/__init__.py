"""What goes out of and into duties: matters for phones and desks, and what administrators edit."""

from gridops.duties.wire.matters import ConditionOut, LimitOut, MatterOut, MattersOut

__all__ = ["ConditionOut", "LimitOut", "MatterOut", "MattersOut"]
