"""Paper: records in, PDF bytes out; no clock, no disk."""
