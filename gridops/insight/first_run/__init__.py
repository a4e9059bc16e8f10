"""The first-run page (开通): what a district still lacks, from what the database holds; sheets to fill in."""
