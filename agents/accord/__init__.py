"""The accord: what its articles, groups and texts are worth, and how a summit comes to one."""
