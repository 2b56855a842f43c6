"""Effects of a text's articles, and of the alliances of today, in the market."""
