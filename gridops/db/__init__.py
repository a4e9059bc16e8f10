"""The floor of the house: engine, transactions, table base, database roles. No word of the domain."""
