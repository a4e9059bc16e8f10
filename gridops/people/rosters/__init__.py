"""The duty roster (值班): who leads, who is on duty and who drives, by day and shift, for towns and the district."""
