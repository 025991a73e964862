"""Coverage-guided fuzzing of our own parsers: libFuzzer through atheris, a process a round."""
