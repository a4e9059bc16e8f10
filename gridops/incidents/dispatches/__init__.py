"""The units sent to a case, as recorded. Who is to go is not chosen here."""
