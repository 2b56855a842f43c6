"""Words for people: briefings, glossary, menus, the map of nations."""
