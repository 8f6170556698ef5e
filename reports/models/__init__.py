from reports.models.blocks import Block, BlockItem, Illustration, Placement, Statement
from reports.models.builds import Build
from reports.models.editions import Edition
from reports.models.indicators import Indicator, Observation
from reports.models.reports import CitedDocument, Part, Report, ShortLink
from reports.models.selections import Choice, Quota, Selection
from reports.models.settlements import Settlement

__all__ = [
    "Block",
    "BlockItem",
    "Build",
    "Choice",
    "CitedDocument",
    "Edition",
    "Illustration",
    "Indicator",
    "Observation",
    "Part",
    "Placement",
    "Quota",
    "Report",
    "Selection",
    "Settlement",
    "ShortLink",
    "Statement",
]
