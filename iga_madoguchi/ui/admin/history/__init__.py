"""A figure over a day, a week, a month or a year, with the faults of that time on it."""
