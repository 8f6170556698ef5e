from reports.models.blocks import Block, BlockItem, Illustration, Statement
from reports.models.builds import Build
from reports.models.checkouts import PartCheckout
from reports.models.editions import Edition
from reports.models.indicators import Indicator, Observation
from reports.models.placements import Placement, Stay
from reports.models.reports import CitedDocument, Part, Report, ShortLink
from reports.models.settlements import Settlement

__all__ = [
    "Block",
    "BlockItem",
    "Build",
    "CitedDocument",
    "Edition",
    "Illustration",
    "Indicator",
    "Observation",
    "Part",
    "PartCheckout",
    "Placement",
    "Report",
    "Settlement",
    "ShortLink",
    "Statement",
    "Stay",
]
