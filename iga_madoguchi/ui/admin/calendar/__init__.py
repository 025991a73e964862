"""The calendar: on which days and at which hours the counters are open."""
