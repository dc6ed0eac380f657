"""Households, people, consent, who may read what, books, helplines. Pure: plain data and the rules about it."""
