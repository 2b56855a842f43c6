"""What-ifs lived in the background, one at a time for the whole server, and kept: a class asks the same again."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock, RLock

from scenarios.game.game import Game
from scenarios.game.what_if import WhatIf

_MOST = 48
"""Answers kept."""
_lock, _turn = RLock(), Lock()
_known: OrderedDict[tuple[str, str], WhatIf] = OrderedDict()


def known(game: Game, change: str) -> WhatIf | None:
    """Find an answer that has been worked out already."""
    with _lock:
        return _known.get((game.id, change))


def wonder(game: Game, change: str) -> WhatIf:
    """Live a game again with one thing changed; takes seconds, so ask from a thread of its own.

    Parameters
    ----------
    change : the round and the change as JSON, such as ``{"round": 1, "accept": 7}``.

    Raises
    ------
    Refused : one sentence, where there is nothing to change.
    """
    with _turn:
        found = known(game, change)
        if found is not None:
            return found
        words = json.loads(change)
        found = game.what_if(int(words.pop("round")), words)
        with _lock:
            _known[game.id, change] = found
            if len(_known) > _MOST:
                _known.popitem(last=False)
        return found
