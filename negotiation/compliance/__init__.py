"""Compliance with promises: breach, audits, remedies, trust, and sharing in an emergency."""
