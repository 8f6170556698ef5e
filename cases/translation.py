from modeltranslation.translator import TranslationOptions, register

from cases import models


@register(models.Tag)
class TagTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = {"zh-hans": ("name",)}


@register(models.CaseTag)
class CaseTagTranslation(TranslationOptions):
    fields = ("reason",)


@register(models.Call)
class CallTranslation(TranslationOptions):
    fields = ("title", "guidance")
    required_languages = {"zh-hans": ("title",)}


@register(models.CallKind)
class CallKindTranslation(TranslationOptions):
    fields = ("name", "guidance")
    required_languages = {"zh-hans": ("name",)}


@register(models.Case)
class CaseTranslation(TranslationOptions):
    fields = ("title", "summary", "body", "place")
    required_languages = {"zh-hans": ("title",)}


@register(models.Participation)
class ParticipationTranslation(TranslationOptions):
    fields = ("role",)


@register(models.Figure)
class FigureTranslation(TranslationOptions):
    fields = ("label", "source", "note")
    required_languages = {"zh-hans": ("label",)}


@register(models.Quotation)
class QuotationTranslation(TranslationOptions):
    fields = ("text", "speaker", "role", "occasion", "source")
    required_languages = {"zh-hans": ("text",)}


@register(models.Picture)
class PictureTranslation(TranslationOptions):
    fields = ("caption", "alt", "credit")


@register(models.Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"zh-hans": ("title",)}


@register(models.Video)
class VideoTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"zh-hans": ("title",)}
