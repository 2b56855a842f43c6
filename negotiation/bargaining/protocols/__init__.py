"""Who may speak when, and what ends a sitting: one file per protocol, found by its name."""
