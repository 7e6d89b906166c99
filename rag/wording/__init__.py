"""When words of a question and words of a report say the same."""
