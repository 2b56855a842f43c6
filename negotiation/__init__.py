"""How nations bargain, share what they earn together, and settle what they break."""
