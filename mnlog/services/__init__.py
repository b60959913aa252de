"""The verbs of a practitioner: each write is one transaction and tells what it changed."""
