"""MNLog: the microneedling logbook that stands beside the treatment chair."""

__version__ = "0.1.0"
