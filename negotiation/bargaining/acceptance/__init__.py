"""When to say yes: one file per rule, found by its name; it can stand in for a tactic's own."""
