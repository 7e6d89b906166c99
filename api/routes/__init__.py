"""One module a subject; each route parses, calls the library and converts."""
