"""How a nation plays: one file per strategy, each with ``decide(view, rng)``, found by its file name."""
