"""Parts of pages: forms that stand beside what they are about, lists and cards."""
