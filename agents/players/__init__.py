"""The deciders: governments' orders, strategies, and the port through which both are asked."""
