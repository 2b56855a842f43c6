"""What alliances are worth, how members share it, which alliances last, and how much a vote weighs."""
