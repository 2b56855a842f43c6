"""The pages, one file each: ``TITLE``, ``MENU`` (its word there, empty for none), ``ORDER`` and ``Page``."""
