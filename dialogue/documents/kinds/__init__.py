"""One file a document: its words, its default template, its row of the registry."""
