"""The consent form: the words that were shown, what was agreed to, and the signatures."""

from collections.abc import Sequence

from mnlog.documents.blocks import Block, Box, Columns, Gap, Panel, Prose, Rule, Stack, bullets, heading
from mnlog.documents.kit import PaperKit
from mnlog.documents.page import Letterhead, PageBreak, PageOf, Paper
from mnlog.documents.phrases import Phrases, check_code, sentence, under_the_title
from mnlog.documents.signature import Signature
from mnlog.documents.style import (
    BODY,
    CELL,
    DANGER,
    DANGER_SOFT,
    GROUND,
    LINE,
    MUTED,
    MUTED_SMALL,
    STRONG,
    WARN,
    WARN_SOFT,
    Style,
    Weight,
)
from mnlog.documents.typeset import Span, joined
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import Consent, Stroke
from mnlog.domain.terms import ConsentMethod, SignerRole
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.wording import (
    ConsentText,
    Wording,
    consent_facts,
    consent_text,
    words_as_signed,
)

_LINE_TO_FILL = "____________"
_TEXT = Style(size=9.7, leading=13.8)
_ITEM = Style(size=9.6, leading=13.4)
_BANNER = Style(size=15, leading=20, weight=Weight.BOLD, colour=DANGER)
_SUBHEADING = Style(size=9.8, leading=13.5, weight=Weight.SEMIBOLD)
_SUBHEADING_DANGER = Style(size=9.8, leading=13.5, weight=Weight.SEMIBOLD, colour=DANGER)
_INITIALS_WIDTH = 48.0
_SIGNATURE_HEIGHT = 48.0


def consent_pdf(
    kit: PaperKit,
    chart: SessionChart,
    vocabulary: Vocabulary,
    wording: Wording,
    logo: bytes | None = None,
    *,
    blank: bool = False,
) -> bytes:
    """The consent form of a session.

    Args:
        kit: fonts and figures.
        chart: the session with its consent, if it has one.
        vocabulary: names and clearances.
        wording: the language that was, or will be, signed.
        logo: the clinic's logo, PNG or JPEG.
        blank: True for a form to be filled in by hand: boxes to tick and lines for ink.
    """
    return _Form(kit, chart, vocabulary, wording, blank).paper(logo).written()


class _Form:
    """One form being put together."""

    def __init__(
        self, kit: PaperKit, chart: SessionChart, vocabulary: Vocabulary, wording: Wording, blank: bool
    ) -> None:
        self._kit, self._chart, self._wording, self._blank = kit, chart, wording, blank
        self._say = Phrases(wording, chart.clinic, vocabulary)
        self._consent: Consent | None = None if blank else chart.consent
        signed = None if blank else words_as_signed(wording, chart, vocabulary)
        facts = consent_facts(chart, vocabulary)
        self._has_other_words = self._consent is not None and signed is None
        self._text: ConsentText = signed or consent_text(
            wording, facts, unknown=_LINE_TO_FILL if blank else ""
        )

    def paper(self, logo: bytes | None) -> Paper:
        chart, wording = self._chart, self._wording
        document = wording.text("consent.document")
        code = wording.text("consent.check_code", code=check_code(self._text.text_hash))
        return Paper(
            setter=self._kit.typesetter(chart, wording),
            size=chart.clinic.paper_size,
            title=f"{self._text.title}: {chart.patient.name}",
            author=chart.clinic.name,
            subject=document,
            language=wording.language,
            blocks=self._blocks(logo),
            footer=f"{self._say.footer(chart, document)} · {code}",
            footer_note=wording.text("consent.withdraw_footer"),
            page_of=PageOf(wording.texts["page.page_of"]),
            running=self._say.running(self._text.title, chart.patient),
            shrink_to=0.86,
            outline=self._headings(),
        )

    def _headings(self) -> Sequence[str]:
        text = self._wording.text
        return text("consent.can_happen"), text("consent.confirm"), text("consent.photos")

    def _blocks(self, logo: bytes | None) -> list[Block]:
        text = self._wording.text
        return [
            *self._banners(),
            self._letterhead(logo),
            Gap(14),
            self._sections(),
            Gap(16),
            heading(text("consent.can_happen")),
            Gap(5),
            self._risks(),
            # What is read stands on one page, what is agreed to and signed on the other.
            PageBreak(),
            heading(text("consent.confirm")),
            self._confirm_note(),
            Gap(3),
            *self._items(),
            Gap(16),
            heading(text("consent.photos")),
            Prose(text("consent.photos_note"), MUTED_SMALL, keep_with_next=True),
            Gap(3),
            self._photos(),
            Gap(16),
            self._signatures(),
        ]

    def _letterhead(self, logo: bytes | None) -> Block:
        chart, text = self._chart, self._wording.text
        patient = chart.patient
        phone = chart.clinic.phone
        version = text("consent.text_version", version=self._text.version, language=self._wording.name)
        return Letterhead(
            clinic=chart.clinic,
            title=self._text.title,
            about=under_the_title(patient, self._say.born_and_record(patient)),
            side=[*([self._say.dialled("page.phone", phone)] if phone else []), version],
            logo=logo,
        ).block()

    def _banners(self) -> list[Block]:
        """What must be known before a word of the form is read."""
        text, consent = self._wording.text, self._consent
        banners: list[Block] = []
        if consent is not None and consent.withdrawn_at is not None:
            reason = consent.withdrawal_reason
            lines: list[Block] = [
                Prose(text("consent.withdrawn", moment=self._say.long_moment(consent.withdrawn_at)), _BANNER),
                Prose(text("consent.withdrawn_text"), STRONG),
                *([Prose(text("consent.withdrawn_reason", reason=reason))] if reason else []),
            ]
            banners += [Panel(Stack(lines, 1), fill=DANGER_SOFT, stroke=DANGER, bar=DANGER), Gap(12)]
        if self._has_other_words and consent is not None:
            title = Style(STRONG.size, STRONG.leading, STRONG.weight, WARN)
            words = text(
                "consent.other_words_text", version=self._text.version, signed=consent.wording_version
            )
            lines = [Prose(text("consent.other_words"), title), Prose(words)]
            banners += [Panel(Stack(lines), fill=WARN_SOFT, bar=WARN, padding=8), Gap(10)]
        if consent is None and not self._blank:
            lines = [Prose(text("consent.not_signed"), STRONG)]
            banners += [Panel(Stack(lines), fill=GROUND, bar=MUTED, padding=7), Gap(10)]
        return banners

    def _sections(self) -> Block:
        """Headings and paragraphs in two columns, divided where both come out about as long."""
        blocks = [
            Stack([heading(section.heading), Gap(1), Prose(section.paragraph, _TEXT)])
            for section in self._text.sections
        ]
        setter, width = self._kit.typesetter(self._chart, self._wording), 246.0
        heights = [block.height(setter, width) + 7 for block in blocks]
        cut = min(range(1, len(blocks) + 1), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
        return Columns([(1.0, Stack(blocks[:cut], 7)), (1.0, Stack(blocks[cut:], 7))], gap=20)

    def _risks(self) -> Block:
        text, words = self._wording.text, self._text
        often = _risk_panel(text("consent.often"), words.often_risks, words.often_note, danger=False)
        seldom = _risk_panel(text("consent.seldom"), words.seldom_risks, words.seldom_note, danger=True)
        return Columns([(0.82, often), (1.18, seldom)], gap=12)

    def _confirm_note(self) -> Block:
        text = self._wording.text
        if not self._blank:
            said = text("consent.confirm_note") if self._consent else ""
            return Prose(said, MUTED_SMALL, keep_with_next=True)
        note, initials = (
            Prose(text("consent.confirm_note_blank"), MUTED_SMALL),
            Prose(text("consent.initials"), MUTED_SMALL),
        )
        columns = Columns([(1.0, note), (1.0, initials)], gap=10, fixed=(0.0, _INITIALS_WIDTH))
        columns.keep_with_next = True
        return columns

    def _items(self) -> list[Block]:
        agreed = self._consent.agreed_items if self._consent else ()
        optional = self._wording.text("consent.optional")
        boxes: list[Block] = []
        for item in self._text.items:
            words = (
                (Span(item.text),)
                if item.required
                else joined([item.text, (Span(f"({optional})", colour=MUTED),)], " ")
            )
            boxes.append(
                Box(
                    words,
                    ticked=item.id in agreed,
                    style=_ITEM,
                    line_width=_INITIALS_WIDTH if self._blank else 0.0,
                    padding=4.6,
                )
            )
        # The last lines stay with the signatures: nobody signs a page without words on it.
        for box in boxes[-2:]:
            box.keep_with_next = True
        return boxes

    def _photos(self) -> Block:
        consent = self._consent
        chosen = {
            "record": consent is not None and consent.photo_record,
            "teaching": consent is not None and consent.photo_teaching,
            "publication": consent is not None and consent.photo_publication,
        }
        boxes = [
            (1.0, Box(option.text, ticked=chosen[option.id], style=BODY, rule=False, padding=3))
            for option in self._text.photo_options
        ]
        return Columns(boxes, gap=14)

    def _signatures(self) -> Block:
        said = self._wording.text("consent.states", statement=self._text.practitioner_statement)
        panels: list[tuple[float, Block]] = (
            [
                (1.0, self._ink_panel("consent.signature_patient")),
                (1.0, self._ink_panel("consent.signature_practitioner")),
            ]
            if self._consent is None
            else [(1.0, self._signer_panel(self._consent)), (1.0, self._practitioner_panel(self._consent))]
        )
        parts: list[Block] = [Prose(said, _ITEM), Gap(8), Columns(panels, gap=14)]
        if self._consent is None:
            parts += [
                Gap(24),
                Rule(MUTED),
                Gap(2),
                Prose(self._wording.text("consent.interpreter_blank"), MUTED_SMALL),
            ]
        elif self._consent.interpreter_name:
            name = self._wording.text("consent.interpreter", name=self._consent.interpreter_name)
            parts += [Gap(5), Prose(name, BODY)]
        return Stack(parts)

    def _signer_panel(self, consent: Consent) -> Block:
        text = self._wording.text
        if consent.signer_role is SignerRole.GUARDIAN:
            who = text("consent.signer_guardian", name=consent.signer_name, patient=self._chart.patient.name)
        else:
            who = text("consent.signer_patient", name=consent.signer_name)
        return self._signature_panel(consent, consent.strokes, who)

    def _practitioner_panel(self, consent: Consent) -> Block:
        practitioner = self._chart.practitioners.get(consent.practitioner_id, self._chart.practitioner)
        who = self._wording.text("consent.practitioner_signed", name=practitioner.signature_name)
        return self._signature_panel(consent, consent.practitioner_strokes, who)

    def _signature_panel(self, consent: Consent, strokes: Sequence[Stroke], who: str) -> Block:
        text = self._wording.text
        by_hand = text(
            "consent.signed_paper" if consent.method is ConsentMethod.PAPER else "consent.signed_name"
        )
        drawn: Block = (
            Signature(strokes, _SIGNATURE_HEIGHT)
            if strokes
            else Stack([Gap(_SIGNATURE_HEIGHT - 13), Prose(by_hand, MUTED_SMALL)])
        )
        signed_at = Prose(self._say.long_moment(consent.signed_at), MUTED_SMALL)
        return Panel(
            Stack([drawn, Gap(3), Rule(LINE), Gap(3), Prose(who, CELL), signed_at]), stroke=LINE, padding=9
        )

    def _ink_panel(self, title_id: str) -> Block:
        text = self._wording.text
        lines: list[Block] = [Prose(text(title_id), MUTED_SMALL), Gap(46), Rule(MUTED)]
        for label in ("consent.printed_name", "consent.date_time"):
            lines += [Gap(2), Prose(text(label), MUTED_SMALL), Gap(22), Rule(MUTED)]
        return Panel(Stack(lines), stroke=LINE, padding=10)


def _risk_panel(title: str, risks: Sequence[str], note: str, *, danger: bool) -> Panel:
    listed = bullets([sentence(risk) for risk in risks], _TEXT, DANGER if danger else MUTED, gap=1.0)
    return Panel(
        Stack(
            [
                Prose(title, _SUBHEADING_DANGER if danger else _SUBHEADING),
                Gap(2),
                listed,
                Gap(4),
                Prose(note, _TEXT),
            ]
        ),
        fill=DANGER_SOFT if danger else GROUND,
        bar=DANGER if danger else MUTED,
    )
