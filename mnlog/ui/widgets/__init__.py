"""The kit that every page is built from. Import each widget from its own module."""
