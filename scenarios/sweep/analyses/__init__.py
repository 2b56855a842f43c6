"""Questions to the results of an experiment, one file each: ``analyse(results, **options) -> Finding``."""
