"""Make all machine code once, before the tests begin, so that no two of their processes make the same.

``python -m tests.kernels PART``: the parts are made side by side.
"""

import sys

import numpy as np

from market import elementary
from market.chain import Chain, programme
from market.synthetic import world
from scenarios.loader import load
from scenarios.run import Living


def main(part):
    """Ask for what needs the code of a part, ``worlds`` or ``layouts``."""
    shape, quarter = world(4, np.random.default_rng(5))
    chain = Chain(shape)
    if part == "layouts":
        programme(shape, chain.layout(chain.needs(quarter)), quarter)
        elementary.exp(np.ones(2))
        elementary.power(np.ones(2), 0.5)
        return
    chain.clear(quarter)
    Living(load("pair"), regime="bilateral", seed=1).step()
    chain.clear_by_steps(quarter)


if __name__ == "__main__":
    main(*sys.argv[1:])
