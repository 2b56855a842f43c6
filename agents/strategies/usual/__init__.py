"""How a nation decides where its strategy has no rule of its own: one file per decision, named by its verb."""
