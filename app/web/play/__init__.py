"""The parts of the game's pages: each shows one thing that a seat sees, and passes on what its people decide."""
