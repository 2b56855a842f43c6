"""How people see and play it: the command line, the pages, the charts and the report."""
