"""One page per place in the program; pages never import each other."""
