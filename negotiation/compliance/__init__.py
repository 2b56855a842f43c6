"""Whether promises are kept: breach, audits, remedies, trust, and sharing in an emergency."""
