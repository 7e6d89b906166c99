"""The regions that a text names, as GB/T 2260 codes.

`terms/regions.csv` holds codes and names, `terms/region_words.csv` the names that are words too. Places below
the county have a code of ours, "330603/柯岩街道", and so has one that the table does not know: "/丽川市".
Text is expected as `fold` leaves it.
"""

from ingest.regions.local import ZONE_NAMES, ZONES, OwnWord, own_words
from ingest.regions.mentions import RegionMention, Regions
from ingest.regions.table import LEVEL_RANK, Level, Region

__all__ = [
    "LEVEL_RANK",
    "ZONES",
    "ZONE_NAMES",
    "Level",
    "OwnWord",
    "Region",
    "RegionMention",
    "Regions",
    "own_words",
]
