"""How a claim of breach is settled: talks, a panel, an appeal, and what follows when nobody pays.

`claim.open_claim` files a dispute, `course.advance_all` moves all of them on by a quarter, `ledger` books the money.
"""
