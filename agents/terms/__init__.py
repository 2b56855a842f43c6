"""Things spoken of and signed: lanes and the text of an accord."""
