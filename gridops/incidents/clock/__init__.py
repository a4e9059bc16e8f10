"""The clock of a case: started at its filing, told step by step, due soon, overdue."""
