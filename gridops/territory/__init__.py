"""Areas and grids in dated boundary sets, their import, and which grid a point is in. No people, no cases."""
