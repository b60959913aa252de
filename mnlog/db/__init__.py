"""Where records are stored: the one package that knows SQLAlchemy; rows never leave it."""
