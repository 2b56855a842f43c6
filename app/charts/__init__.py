"""The charts, one file each: ``draw`` turns tables into an SVG picture, ``tell`` says in words what to see."""
