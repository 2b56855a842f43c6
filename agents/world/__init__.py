"""The facts of the world: settings, nature, books, plants, events. Nothing here decides."""
