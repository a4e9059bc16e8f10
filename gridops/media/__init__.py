"""Photos: taken in whole or in pieces, checked, stripped of what they tell, kept as files. No entity is known here."""
