"""Reports from phones and desks, one or many, taken in once. Who is to handle them is not decided here."""
