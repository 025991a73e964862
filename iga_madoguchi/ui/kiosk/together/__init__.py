"""When more than two belong together: the bureau looks in, tickets on the bench, a vigil."""
