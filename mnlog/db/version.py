"""Which version of the tables this program reads; held equal to the chain of migrations by a test.

It stands apart so that opening an up-to-date clinic never imports Alembic.
"""

HEAD_REVISION = "0001"
