"""Evidence into claims, and claims into the sentence that a person reads."""
