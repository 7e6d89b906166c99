"""A question and what was said before it, read as slots: places, times, indicator, intent. No I/O."""

from rag.understand.conversation import understand
from rag.understand.several import split_questions
from rag.understand.standalone import standalone

__all__ = ["split_questions", "standalone", "understand"]
