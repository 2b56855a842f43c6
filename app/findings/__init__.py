"""Pictures of what experiments found, one file per kind of analysis: ``draw(finding, width) -> SVG``."""
