"""The pages, drawn by Solara: they hold no rule, they only draw and pass on what was chosen."""
