"""The long runs; each part resumes where it was broken off and writes var/soak/<part>.json."""
