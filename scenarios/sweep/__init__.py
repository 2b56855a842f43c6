"""Many worlds: designs, workers, the journal on disk and what can be read from it."""
