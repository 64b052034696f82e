"""One module per noun, one function per verb: gather, decide, apply."""
