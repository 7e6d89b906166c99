"""What the library holds, looked through: figures, tables of them, hits of a search."""
