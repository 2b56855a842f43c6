"""How members decide together: one file for each rule, with ``carried(votes, weights)``.

``votes`` is (members,) bool; ``weights`` is (members,), 0 or more, not all 0. The answer is yes or no.
"""
