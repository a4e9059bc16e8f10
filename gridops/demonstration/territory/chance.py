"""Chance that depends on nothing but whole numbers: the same on every machine, in any order of calling.

No generator with a state passes through here, so one more draw somewhere changes nothing elsewhere.
"""

from math import floor

_MASK = (1 << 64) - 1


def chance(*keys: int) -> float:
    """A number in [0, 1) that belongs to these keys (the mixing steps of splitmix64)."""
    mixed = 0x9E3779B97F4A7C15
    for key in keys:
        mixed = (mixed + (key & _MASK) + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
    return (mixed >> 11) / (1 << 53)


def between(low: float, high: float, *keys: int) -> float:
    """A number in [low, high) that belongs to these keys."""
    return low + (high - low) * chance(*keys)


def _ease(t: float) -> float:
    return t * t * (3 - 2 * t)


def noise(x: float, y: float, wavelength: float, *keys: int) -> float:
    """Smooth value noise in [-1, 1] at (x, y); hills are about one wavelength apart (unit of x and y)."""
    u, v = x / wavelength, y / wavelength
    i, j = floor(u), floor(v)
    s, t = _ease(u - i), _ease(v - j)
    south = chance(i, j, *keys) * (1 - s) + chance(i + 1, j, *keys) * s
    north = chance(i, j + 1, *keys) * (1 - s) + chance(i + 1, j + 1, *keys) * s
    return 2 * (south * (1 - t) + north * t) - 1
