"""Records as Qt item models, without a window."""
