"""The chat model: asked, kept to time and budget, and held to what the evidence says."""
