"""The commands, one file each: ``app/commands/<name>.py`` exports ``command``, loaded when asked for."""
