"""A clinic to look around in, the main job done by itself, and pictures of every page."""
