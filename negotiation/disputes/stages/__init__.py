"""The stages of a dispute: one file each, with ``step(dispute, quarter, terms, docket, rng)``."""
