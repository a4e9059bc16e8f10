"""Areas of a set: read by code, listed, searched by name, given other codes. No geometry is made here."""
