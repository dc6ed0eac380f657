"""The only room that knows SQL and ciphers: tables, sealing, keys, and the store that the loops work on.

What people said is sealed under a key of its owner before it reaches a statement; a query sees ids, moments and statuses. One
writer holds one connection; a batch is one transaction, whatever the number of households in it, because the disk is what
costs.
"""
