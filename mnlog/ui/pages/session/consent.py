"""Step 2: the words for this treatment, agreed item by item, and the signature."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mnlog.domain.records import Consent, OpenConsent
from mnlog.domain.terms import ConsentMethod, DocumentKind, Region, SignerRole
from mnlog.domain.units import depth_text
from mnlog.domain.wording import ConsentText
from mnlog.errors import RuleViolation
from mnlog.ui import labels
from mnlog.ui.dialogs.paper_preview import PaperPreview
from mnlog.ui.forms import ChoiceField, TextField
from mnlog.ui.page import Context
from mnlog.ui.pages.session.chair import Chair, StepView
from mnlog.ui.typing import TypedSave
from mnlog.ui.widgets.agree_row import AgreeRow
from mnlog.ui.widgets.basics import Card, button, label
from mnlog.ui.widgets.filling import clear, titled
from mnlog.ui.widgets.scroll import scrollable
from mnlog.ui.widgets.segmented import ChoiceChips, Segmented
from mnlog.ui.widgets.signature_pad import SignaturePad

DEPTHS_UM = (500, 1000, 1500, 2000, 2500, 3000)
PHOTOS = {
    "photo_record": "In the record",
    "photo_teaching": "For teaching, unnamed",
    "photo_publication": "In publications",
}


def photo_text(photo: str) -> str:
    """What photos may be used for."""
    return QCoreApplication.translate("session", PHOTOS[photo])


class ConsentView(StepView):
    """The consent of a session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._text: ConsentText | None = None
        self._rows: dict[str, AgreeRow] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._words = QWidget()
        self._words_column = QVBoxLayout(self._words)
        self._words_column.setContentsMargins(0, 0, 8, 0)
        self._words_column.setSpacing(12)
        self._build_words()
        row.addWidget(scrollable(self._words), 5)
        row.addWidget(scrollable(self._build_side()), 4)

    def refresh(self) -> None:
        chair = self.chair
        if chair is None:
            return
        given = chair.chart.consent
        asked_anew = chair.chart.open_consent
        is_settled = given is not None and given.withdrawn_at is None and asked_anew is None
        candidate = None
        if given is None and asked_anew is None:
            candidate = self.operations.read(lambda: self.clinic.consents.candidate(self.session_id))
        self._show_standing(chair, given if is_settled else candidate, is_given=is_settled)
        self._form.setVisible(not is_settled)
        self._show_form(chair, asked_anew)

    def _build_words(self) -> None:
        self._plan = Card(self.tr("What is planned"))
        regions = [(region.value, labels.words(region)) for region in Region]
        self.regions = ChoiceChips(regions, self.tr("Where the patient agrees to be treated"), multi=True)
        self.regions.chosen.connect(lambda _value: self._change(regions=self._chosen_regions()))
        self.max_depth = Segmented(
            [(str(depth), depth_text(depth).removesuffix("0")) for depth in DEPTHS_UM],
            self.tr("Up to, in mm"),
        )
        self.max_depth.chosen.connect(lambda value: self._change(max_depth_um=int(value)))
        self._plan.body.addWidget(label(self.tr("Where"), "small"))
        self._plan.body.addWidget(self.regions)
        self._plan.body.addWidget(label(self.tr("Up to, in mm"), "small"))
        self._plan.body.addWidget(self.max_depth)
        self._sections = Card()
        self._items = Card(self.tr("The patient confirms"))
        for card in (self._plan, self._sections, self._items):
            self._words_column.addWidget(card)
        self._words_column.addStretch(1)

    def _build_side(self) -> QWidget:
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self._standing = Card()
        self._standing_text = label("", "text", wrap=True)
        self.confirm = button(self.tr("Patient confirms it today"), "primary", "check")
        self.confirm.clicked.connect(self._confirm)
        self.anew = button(self.tr("Ask anew"))
        self.anew.clicked.connect(lambda: self._change(agreed_items=()))
        self._standing.body.addWidget(self._standing_text)
        self._standing.body.addWidget(self.confirm)
        self._standing.body.addWidget(self.anew)
        column.addWidget(self._standing)
        self._form = self._build_form()
        column.addWidget(self._form)
        papers = Card(self.tr("On paper"))
        self.show_form = button(self.tr("Show and print the form"), icon="file-text")
        self.show_form.clicked.connect(self._preview)
        papers.body.addWidget(self.show_form)
        column.addWidget(papers)
        column.addStretch(1)
        return held

    def _build_form(self) -> Card:
        card = Card(self.tr("Signature"))
        methods = [(method.value, labels.words(method)) for method in ConsentMethod]
        self.method = Segmented(methods, self.tr("How it is signed"))
        self.method.chosen.connect(lambda value: self._change(method=ConsentMethod(value)))
        self.photos = ChoiceChips(
            [(photo, photo_text(photo)) for photo in PHOTOS], self.tr("Photos may be used"), multi=True
        )
        self.photos.chosen.connect(self._choose_photo)
        self.signer = TextField(self.tr("Name of who signs"), required=True)
        self._signer_typed = self._typed_into(self.signer, "signer_name")
        roles = [(role.value, labels.words(role)) for role in SignerRole]
        self.role = ChoiceField(self.tr("Signs as"), roles)
        self.role.chosen.connect(lambda value: self._change(signer_role=SignerRole(value)))
        self.interpreter = TextField(self.tr("Interpreter, if there was one"))
        self._interpreter_typed = self._typed_into(self.interpreter, "interpreter_name")
        self.pad = self._pad(self.tr("Patient's signature"), "strokes")
        self.own_pad = self._pad(self.tr("Practitioner's signature"), "practitioner_strokes")
        self._pads = QWidget()
        pads = QVBoxLayout(self._pads)
        pads.setContentsMargins(0, 0, 0, 0)
        for title, pad in ((self.tr("Patient"), self.pad), (self.tr("Practitioner"), self.own_pad)):
            head = QHBoxLayout()
            head.addWidget(label(title, "small"), 1)
            wipe = button(self.tr("Clear"), "link")
            wipe.setAccessibleName(self.tr("Clear the signature: {who}").format(who=title))
            wipe.clicked.connect(pad.clear)
            head.addWidget(wipe)
            pads.addLayout(head)
            pads.addWidget(pad)
        self._refusal = label("", "error", wrap=True)
        self.sign = button(self.tr("Keep this consent"), "primary", "check")
        self.sign.clicked.connect(self._sign)
        parts = (
            label(self.tr("Photos may be used"), "small"),
            self.photos,
            self.signer,
            self.role,
            self.interpreter,
            self.method,
            self._pads,
            self._refusal,
            self.sign,
        )
        for part in parts:
            card.body.addWidget(part)
        return card

    def _pad(self, name: str, field: str) -> SignaturePad:
        pad = SignaturePad(self.context.theme)
        pad.setAccessibleName(name)
        pad.changed.connect(lambda: self._change(**{field: pad.strokes()}))
        return pad

    def _typed_into(self, field: TextField, name: str) -> TypedSave:
        typed = TypedSave(field, lambda text: self._change(**{name: text}))
        self._typed.append(typed)
        return typed

    def _show_standing(self, chair: Chair, consent: Consent | None, *, is_given: bool) -> None:
        self._standing.setVisible(consent is not None)
        if consent is None:
            return
        clinic = chair.chart.clinic
        day = labels.day_and_time(consent.signed_at, clinic.locale)
        where = ", ".join(labels.words(region) for region in consent.regions)
        depth = (
            self.tr(" up to {depth} mm").format(depth=depth_text(consent.max_depth_um))
            if consent.max_depth_um
            else ""
        )
        self._standing.set_title(
            self.tr("Consent given") if is_given else self.tr("Consent of an earlier day")
        )
        text = self.tr("Signed {day} by {name}: {where}{depth}.").format(
            day=day, name=consent.signer_name, where=where, depth=depth
        )
        problems = [
            labels.missing_text(item, self.vocabulary) for item in chair.missing if item.consent is not None
        ]
        self._standing_text.setText("\n".join([text, *(problems if is_given else [])]))
        self.confirm.setVisible(not is_given)

    def _show_form(self, chair: Chair, prepared: OpenConsent | None) -> None:
        shown = prepared or self._start(chair)
        self.regions.set_values(region.value for region in shown.regions)
        in_steps = str(shown.max_depth_um) if shown.max_depth_um in DEPTHS_UM else None
        self.max_depth.set_value(in_steps)
        self.photos.set_values(photo for photo in PHOTOS if getattr(shown, photo))
        self.method.set_value(shown.method.value)
        self._signer_typed.show(shown.signer_name)
        self.role.set_value(shown.signer_role.value)
        self._interpreter_typed.show(shown.interpreter_name)
        for pad, strokes in ((self.pad, shown.strokes), (self.own_pad, shown.practitioner_strokes)):
            if pad.strokes() != strokes:
                pad.set_strokes(strokes)
        self._pads.setVisible(shown.method is ConsentMethod.SCREEN)
        self._refusal.hide()
        given = chair.chart.consent
        self._plan.setVisible(self._form.isVisibleTo(self))
        regions = given.regions if given and prepared is None else shown.regions
        depth = given.max_depth_um if given and prepared is None else shown.max_depth_um
        agreed = given.agreed_items if given and prepared is None else shown.agreed_items
        is_kept = given is not None and prepared is None
        signed = self.operations.read(self._signed_words) if is_kept else None
        self._show_words(signed or self.operations.read(lambda: self._words_for(regions, depth)))
        for item_id, row in self._rows.items():
            row.set_checked(item_id in agreed)
            row.setEnabled(given is None or prepared is not None)

    def _start(self, chair: Chair) -> OpenConsent:
        """What the form begins with: last time's regions and depth, the patient's name."""
        previous = chair.previous.consent if chair.previous else None
        return OpenConsent(
            id="",
            session_id=chair.chart.session.id,
            signer_name=chair.chart.patient.name,
            regions=previous.regions if previous else (Region.FACE,),
            max_depth_um=previous.max_depth_um if previous else None,
        )

    def _signed_words(self) -> ConsentText | None:
        return self.clinic.consents.text_signed(self.session_id)

    def _words_for(self, regions: tuple[Region, ...], max_depth_um: int | None) -> ConsentText:
        return self.clinic.consents.text_for(self.session_id, regions, max_depth_um)

    def _show_words(self, text: ConsentText | None) -> None:
        if text is None or text == self._text:
            return
        self._text = text
        self._sections.set_title(text.title)
        clear(self._sections)
        for section in text.sections:
            self._sections.body.addLayout(titled(section.heading, section.paragraph, "strong"))
        for heading, risks in (
            (self.tr("Often, and passing"), text.often_risks),
            (self.tr("Seldom, and more serious"), text.seldom_risks),
        ):
            self._sections.body.addLayout(titled(heading, ", ".join(risks) + ".", "strong"))
        clear(self._items)
        self._rows = {}
        for item in text.items:
            row = AgreeRow(item.text)
            row.toggled.connect(self._agree)
            self._rows[item.id] = row
            self._items.body.addWidget(row)

    def _chosen_regions(self) -> tuple[Region, ...]:
        return tuple(Region(value) for value in self.regions.values())

    def _agree(self) -> None:
        self._change(agreed_items=tuple(key for key, row in self._rows.items() if row.is_checked()))

    def _choose_photo(self, photo: str) -> None:
        self._change(**{photo: photo in self.photos.values()})

    def _change(self, **fields: Any) -> None:
        chair = self.chair
        if chair is None:
            return
        if chair.chart.open_consent is None:
            start = self._start(chair)
            fields = {"regions": start.regions, "max_depth_um": start.max_depth_um, **fields}
        self.operations.run(lambda: self.clinic.consents.prepare(self.session_id, **fields))

    def _confirm(self) -> None:
        candidate = self.operations.read(lambda: self.clinic.consents.candidate(self.session_id))
        if candidate is not None:
            self.operations.run(lambda: self.clinic.consents.confirm(self.session_id, candidate))

    def _sign(self) -> None:
        self.flush()
        self.operations.run(
            lambda: self.clinic.consents.sign_prepared(self.session_id), refused=self._refused
        )

    def _refused(self, refusal: RuleViolation) -> bool:
        self._refusal.setText(f"{refusal.text} {refusal.hint}".strip())
        self._refusal.show()
        if refusal.field == "signer_name":
            self.signer.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _preview(self) -> None:
        self.flush()
        PaperPreview(self.context, self.session_id, DocumentKind.CONSENT, self.window()).open()
