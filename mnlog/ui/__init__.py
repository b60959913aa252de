"""Shows records and calls services; never sees a database session."""
