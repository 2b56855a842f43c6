import pytest

import negotiation.bargaining.tactics
from negotiation.rulebook import find, names, offers


def test_a_file_in_the_folder_is_a_rule():
    assert {"boulware", "conceder", "linear"} <= set(names(negotiation.bargaining.tactics))


def test_rules_are_listed_in_alphabetical_order():
    listed = names(negotiation.bargaining.tactics)
    assert listed == sorted(listed)


def test_a_typing_error_lists_what_exists_and_guesses():
    with pytest.raises(ValueError, match=r"no tactic called 'bulware'.*Did you mean 'boulware'\?"):
        find(negotiation.bargaining.tactics, "bulware", "aspiration")


def test_a_path_is_not_a_rule():
    with pytest.raises(ValueError, match="no tactic called"):
        find(negotiation.bargaining.tactics, "..sitting", "hold")


def test_a_missing_function_is_named():
    with pytest.raises(ValueError, match="has no function 'share'"):
        find(negotiation.bargaining.tactics, "boulware", "share")
    assert not offers(negotiation.bargaining.tactics, "boulware", "share")
