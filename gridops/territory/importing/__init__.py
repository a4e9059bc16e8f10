"""Files of boundaries on their way in: read, examined, repaired, written as one layer of a draft."""
