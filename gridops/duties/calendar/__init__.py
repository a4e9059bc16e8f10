"""The calendar: which days and hours are worked, what a limit means on them. No cases."""
