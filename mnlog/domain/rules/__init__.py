"""What is allowed, late, early or too deep: pure functions over records."""
