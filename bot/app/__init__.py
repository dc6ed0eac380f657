"""The loops: desk (inbox and timers become turns, one commit for many) and outbox (rows become messages). Knows no vendor."""
