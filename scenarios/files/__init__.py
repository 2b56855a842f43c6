"""What a scenario may say: figures, nations, rules of a game and plugins, each read from a file and checked."""
