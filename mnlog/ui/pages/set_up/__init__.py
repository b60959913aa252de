"""The guided set-up of a new clinic, in three steps on one card."""
