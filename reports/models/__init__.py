from reports.models.asking import AskedFigure, FigureRequest, RequestStep
from reports.models.bank_lists import IndicatorList
from reports.models.blocks import Block, BlockItem, Illustration, Statement
from reports.models.builds import Build
from reports.models.checkouts import PartCheckout
from reports.models.editions import Edition
from reports.models.indicators import Indicator, Observation
from reports.models.placements import Placement, Stay
from reports.models.reports import CitedDocument, Part, Report, ShortLink
from reports.models.roundtrip import Suggestion, WordCopy, WordReturn
from reports.models.selections import Choice, Quota, Selection
from reports.models.settlements import Settlement
from reports.models.signoffs import PrintApproval, Signature, Signer

__all__ = [
    "AskedFigure",
    "Block",
    "BlockItem",
    "Build",
    "Choice",
    "CitedDocument",
    "Edition",
    "FigureRequest",
    "Illustration",
    "Indicator",
    "IndicatorList",
    "Observation",
    "Part",
    "PartCheckout",
    "Placement",
    "PrintApproval",
    "Quota",
    "Report",
    "RequestStep",
    "Selection",
    "Settlement",
    "ShortLink",
    "Signature",
    "Signer",
    "Statement",
    "Stay",
    "Suggestion",
    "WordCopy",
    "WordReturn",
]
