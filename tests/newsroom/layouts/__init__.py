"""How article pages are built: one module a layout, each a function from site and article to HTML text."""
