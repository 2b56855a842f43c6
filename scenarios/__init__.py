"""Worlds to live through, one or many: scenario files, runs and what they leave behind."""
