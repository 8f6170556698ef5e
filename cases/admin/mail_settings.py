"""How a person wants their mail: language, which, and the morning's. Everybody's own."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases.models import MailSettings
from cases.outbox import settings_of


class SettingsForm(forms.ModelForm):
    class Meta:
        model = MailSettings
        fields = ("language", "steps", "reminders", "digest")


def settings_page(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=settings_of(request.user))
    if request.method == "POST" and form.is_valid():
        MailSettings.objects.update_or_create(user=request.user, defaults=form.cleaned_data)
        messages.success(request, _("Kept how you want your mail."))
        return redirect("admin:mail_settings")
    context = admin.site.each_context(request) | {"title": _("My mail"), "form": form}
    return TemplateResponse(request, "admin/cases/mail_settings.html", context, status=422 if form.errors else 200)
