"""What rows ask of a person after a change of boundaries. No register by name."""
