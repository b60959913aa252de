"""How fast MNLog is, each figure beside its floor in the same run."""
