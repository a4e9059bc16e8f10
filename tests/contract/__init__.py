"""The contract held from outside: its names, bad input, two at once, what stays hidden, what is outlived."""
