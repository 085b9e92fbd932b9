"""A backfill from the command line: planned, worked off, watched, accounted for."""
