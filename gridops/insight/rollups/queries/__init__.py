"""Every statement of the roll-ups: what is kept, folding, counting from them, counting them anew."""
