"""The accord: the worth of its articles, groups and texts, and how a summit founds one."""
