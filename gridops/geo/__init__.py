"""Pure geometry: datums, validity, tile arithmetic. No database, no Flask, no word of the domain."""
