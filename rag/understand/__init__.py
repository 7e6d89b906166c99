"""A question and what was said before it, read as slots: places, times, indicator, intent. No I/O."""

from rag.understand.conversation import understand
from rag.understand.standalone import standalone

__all__ = ["standalone", "understand"]
