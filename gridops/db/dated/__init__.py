"""Registers whose rows hold from a day to a day: one piece of code for all of them. No register by name.

How a new register is made:

1. Its table: `class Post(DatedRow, Base)` with the columns of what a row says. Rows that may not hold on the same
   day share some columns, its line: `no_overlap("ex_post_dates", "account_id", "role", "area_code")` and
   `dates_in_order()` stand in `__table_args__`, so that the database refuses what the code overlooks.
2. Its register: `POSTS = DatedRegister(Post, line=("account_id", "role", "area_code"))`, with `Refusals` where its
   people say things in words of their own.
3. Its edits: a use case checks what a row says, hands the faults to `add`, `succeed`, `replace`, `end` or
   `withdraw`, and appends to the log what it was answered. The register appends nothing: the log stands above.
4. Its questions: `in_force(Post, day)` is the condition of a SELECT.
5. Its test: a name more in `tests/db/test_keep_dated_rows.py`, whose histories serve all registers.
"""
