"""The demonstration district: synthetic territory, made-up people, illustrative catalogue."""
