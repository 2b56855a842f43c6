"""The phases of a year, each of which takes the state of the world."""
