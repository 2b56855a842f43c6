"""How a party concedes: one file per tactic, found by its name."""
