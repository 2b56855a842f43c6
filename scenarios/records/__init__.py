"""What a run leaves behind: years, events, sittings, and by which machine and code they came about."""
