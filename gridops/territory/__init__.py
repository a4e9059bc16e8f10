"""Where things are: boundary sets in time, the areas they hold, point → area, import, tiles. No person, no case."""
