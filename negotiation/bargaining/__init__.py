"""How parties at a table exchange offers until they agree or leave: terms, seats, tactics and protocols."""
