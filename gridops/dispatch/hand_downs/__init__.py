"""What the district hands down to a township: basis, dispute, answer, decision."""
