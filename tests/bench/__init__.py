"""Benchmarks: every claim about speed beside somebody else's program, in one run, on this machine."""
