"""What is written: characters folded, words with their kinds, numerals, and the tokens they make."""
