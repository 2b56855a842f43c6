"""What is spoken and signed: lanes and the text of an accord."""
