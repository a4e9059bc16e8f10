"""The case: its states, clock, timeline and media. It keeps unit and routing as a snapshot, uninterpreted."""
