"""How hard it is to bind a nation: parliaments ratify, voters turn, members vote and leave."""
