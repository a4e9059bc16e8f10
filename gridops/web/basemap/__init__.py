"""The map that lies under ours: chosen by a setting, none by default. Nothing of the territory passes through here."""

from gridops.web.basemap.choosing import NONE, Basemap, choose

__all__ = ["NONE", "Basemap", "choose"]
