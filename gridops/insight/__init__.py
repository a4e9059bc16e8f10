"""What supervisors ask: lists, area queries, tiles, exports. Reads every room below; writes nothing."""
