"""Several figures side by side: found, held to one measure, worked out."""
