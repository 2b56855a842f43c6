"""The compiled code that finds prices; `market.newton` is its door."""
