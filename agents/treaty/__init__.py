"""What the articles of a text and the alliances of today do in the market."""
