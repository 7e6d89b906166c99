"""Question to evidence: figures and text, held against what is asked, the best first."""
