from modeltranslation.translator import TranslationOptions, register

from reports import models


@register(models.Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("label", "method")
    required_languages = {"zh-hans": ("label",)}


@register(models.Observation)
class ObservationTranslation(TranslationOptions):
    fields = ("source", "note")


@register(models.Report)
class ReportTranslation(TranslationOptions):
    fields = ("title", "subtitle", "publisher", "source_statement")
    required_languages = {"zh-hans": ("title",)}


@register(models.Part)
class PartTranslation(TranslationOptions):
    fields = ("title", "slogan")
    required_languages = {"zh-hans": ("title",)}


@register(models.CitedDocument)
class CitedDocumentTranslation(TranslationOptions):
    fields = ("title", "issuer")
    required_languages = {"zh-hans": ("title",)}


@register(models.ShortLink)
class ShortLinkTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"zh-hans": ("title",)}


@register(models.Block)
class BlockTranslation(TranslationOptions):
    fields = ("title", "text")


@register(models.BlockItem)
class BlockItemTranslation(TranslationOptions):
    fields = ("label", "text")


@register(models.Statement)
class StatementTranslation(TranslationOptions):
    fields = ("text", "speaker", "role", "occasion", "source")
    required_languages = {"zh-hans": ("text",)}


@register(models.Illustration)
class IllustrationTranslation(TranslationOptions):
    fields = ("caption", "alt", "credit")
    required_languages = {"zh-hans": ("caption",)}


@register(models.Placement)
class PlacementTranslation(TranslationOptions):
    fields = ("print_text",)
