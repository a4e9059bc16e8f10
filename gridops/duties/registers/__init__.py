"""What the registers of this room have alike. No register by name."""
