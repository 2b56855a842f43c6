"""What is the case: settings, nature, books, plants, events. Decides nothing."""
