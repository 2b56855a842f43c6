"""Questions about worlds, put and answered: how firm an alliance stands, what an article is worth, and more."""
