"""What a microneedling record is, and the rules it obeys. The standard library alone."""
