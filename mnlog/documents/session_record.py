"""The session record: all that was logged, as it stands signed."""

from mnlog.documents.blocks import Block, Columns, Gap, Panel, Prose, Stack, heading
from mnlog.documents.figure import DepthKey, Figure, views_for
from mnlog.documents.kit import PaperKit
from mnlog.documents.page import Letterhead, PageOf, Paper
from mnlog.documents.phrases import Phrases, under_the_title
from mnlog.documents.record_entries import Entries
from mnlog.documents.style import (
    ACCENT,
    ACCENT_SOFT,
    CELL,
    CELL_MUTED,
    CELL_STRONG,
    DANGER,
    DANGER_SOFT,
    DEPTH_UPPER_UM,
    GROUND,
    MUTED,
    MUTED_SMALL,
    WARN,
    WARN_SOFT,
    Style,
    Weight,
    depth_colour,
)
from mnlog.documents.tables import Cell, Column, Labelled, Table, figure_column
from mnlog.documents.typeset import Span, joined, strong
from mnlog.domain.charts import SessionChart
from mnlog.domain.records import ZoneTreatment
from mnlog.domain.terms import AlertKind, SessionState
from mnlog.domain.units import depth_text
from mnlog.domain.vocabulary import Vocabulary
from mnlog.domain.wording import Wording

_ROWS_BESIDE_MAP = 12
_SIGNED_NAME = Style(size=11, leading=15, weight=Weight.SEMIBOLD)


def session_record_pdf(
    kit: PaperKit,
    chart: SessionChart,
    vocabulary: Vocabulary,
    wording: Wording,
    logo: bytes | None = None,
) -> bytes:
    """The record of a session with everything that was logged.

    Args:
        kit: fonts and figures.
        chart: the session; a draft is marked as one across each page.
        vocabulary: names of what was chosen.
        wording: the language of the record.
        logo: the clinic's logo, PNG or JPEG.
    """
    return _Record(kit, chart, vocabulary, wording).paper(logo).written()


class _Record:
    """One record being put together."""

    def __init__(self, kit: PaperKit, chart: SessionChart, vocabulary: Vocabulary, wording: Wording) -> None:
        self._kit, self._chart, self._vocabulary, self._wording = kit, chart, vocabulary, wording
        self._say = Phrases(wording, chart.clinic, vocabulary)
        self._entries = Entries(chart, vocabulary, self._say)

    def paper(self, logo: bytes | None) -> Paper:
        chart, wording = self._chart, self._wording
        document = wording.text("record.document")
        return Paper(
            setter=self._kit.typesetter(chart, wording),
            size=chart.clinic.paper_size,
            title=f"{wording.text('record.title')}: {chart.patient.name}",
            author=chart.clinic.name,
            subject=document,
            language=wording.language,
            blocks=self._blocks(logo),
            footer=self._say.footer(chart, document),
            page_of=PageOf(wording.texts["page.page_of"]),
            watermark=self._watermark(),
            running=self._say.running(wording.text("record.title"), chart.patient),
            shrink_to=0.88,
            outline=[
                wording.text(f"record.{part}") for part in ("zones", "reactions", "signature", "addenda")
            ],
        )

    def _watermark(self) -> str:
        state = self._chart.session.state
        if state is SessionState.DISCARDED:
            return self._wording.text("record.discarded_title")
        return self._wording.text("page.draft") if state is SessionState.DRAFT else ""

    def _blocks(self, logo: bytes | None) -> list[Block]:
        entries = self._entries
        return [
            self._letterhead(logo),
            Gap(9),
            self._facts(),
            Gap(8),
            self._alerts(),
            Gap(8),
            *self._rows(entries.before()),
            Gap(7),
            *self._zones(),
            Gap(7),
            *self._rows(entries.after()),
            *self._overrides(),
            Gap(9),
            *self._signature(),
            *self._addenda(),
        ]

    def _letterhead(self, logo: bytes | None) -> Block:
        chart, text = self._chart, self._wording.text
        patient, planned = chart.patient, chart.course.planned_sessions if chart.course else None
        number = (
            text("record.session_number_of", number=str(chart.number), planned=str(planned))
            if planned
            else text("record.session_number", number=str(chart.number))
        )
        return Letterhead(
            clinic=chart.clinic,
            title=text("record.title"),
            about=under_the_title(patient, self._say.born_and_record(patient)),
            side=[self._say.long_date(self._say.here(chart.session.started_at)), number],
            logo=logo,
        ).block()

    def _facts(self) -> Block:
        """What the eye looks for first, in a row."""
        facts = self._entries.facts()
        label = Style(size=7.4, leading=10, weight=Weight.SEMIBOLD, colour=MUTED)
        columns = [(1.0, Stack([Prose(name, label), Prose(value, CELL_STRONG)])) for name, value in facts]
        return Panel(Columns(columns, gap=12), fill=GROUND, padding=8)

    def _alerts(self) -> Block:
        text, alerts = self._wording.text, [a for a in self._chart.alerts if a.ended_at is None]
        if not alerts:
            return Prose(text("record.no_alerts"), MUTED_SMALL)
        lines = [
            joined(
                [strong(text(f"record.alert_{alert.kind}"), DANGER), (Span(alert.text, is_value=True),)], "  "
            )
            for alert in alerts
        ]
        danger = any(alert.kind is AlertKind.ALLERGY for alert in alerts)
        return Panel(
            Stack([Prose(line, CELL) for line in lines], 1),
            fill=DANGER_SOFT if danger else WARN_SOFT,
            bar=DANGER if danger else WARN,
            padding=7,
        )

    def _rows(self, rows: "list[tuple[str, Block]]") -> list[Block]:
        blocks: list[Block] = []
        for label, value in rows:
            blocks += [Gap(4.5), Labelled(label, value)]
        return blocks

    # Zones

    def _zones(self) -> list[Block]:
        text, zones = self._wording.text, self._chart.zones
        if not zones:
            return [Labelled(text("record.zones"), Prose(text("record.no_zones"), CELL_MUTED))]
        keys = [(zone.zone_id, zone.side) for zone in zones]
        figures = [Figure(view, zones, 150.0, with_depths=True) for view in views_for(self._kit.views, keys)]
        table = self._zone_table()
        title = heading(text("record.zones"))
        if not figures:
            return [title, table]
        upper = [text("record.depth_upto", depth=depth_text(upper_um)) for upper_um in DEPTH_UPPER_UM]
        over = text("record.depth_over", depth=depth_text(DEPTH_UPPER_UM[-1]))
        key = DepthKey(text("record.depth_key"), [*upper, over])
        if len(figures) == 1 and len(zones) <= _ROWS_BESIDE_MAP:
            picture = Stack([figures[0], Gap(4), key])
            return [Stack([title, Gap(3), Columns([(1.0, picture), (1.0, table)], gap=16, fixed=(118.0,))])]
        pictures = Columns([*[(1.0, figure) for figure in figures], (1.0, key)], gap=16)
        return [Stack([title, Gap(3), pictures]), Gap(6), table]

    def _zone_table(self) -> Table:
        text = self._wording.text
        has_speed = any(zone.speed is not None for zone in self._chart.zones)
        columns = [
            Column(text("record.zone"), 1.55),
            figure_column(text("record.depth"), 0.72),
            figure_column(text("record.passes"), 0.55),
            *([figure_column(text("record.speed"), 0.5)] if has_speed else []),
            Column(text("record.end_point"), 1.3),
            Column(text("record.typical"), 1.4),
        ]
        order = {zone_id: number for number, zone_id in enumerate(self._vocabulary.zones)}
        zones = sorted(self._chart.zones, key=lambda zone: (order.get(zone.zone_id, len(order)), zone.side))
        return Table(columns, [self._zone_row(zone, has_speed=has_speed) for zone in zones])

    def _zone_row(self, zone: ZoneTreatment, *, has_speed: bool) -> list[Cell]:
        text = self._wording.text
        unknown = "–"
        return [
            Cell(self._say.zone_title(zone), depth_colour(zone.depth_um)),
            Cell(unknown if zone.depth_um is None else strong(depth_text(zone.depth_um))),
            Cell(unknown if zone.passes is None else str(zone.passes)),
            *([Cell(unknown if zone.speed is None else str(zone.speed))] if has_speed else []),
            Cell(unknown if zone.end_point is None else text(f"record.end_{zone.end_point}")),
            Cell(self._entries.typical(zone)),
        ]

    # What was overridden, and who signed

    def _overrides(self) -> list[Block]:
        lines = self._entries.overrides()
        if not lines:
            return []
        title = Style(CELL_STRONG.size, CELL_STRONG.leading, CELL_STRONG.weight, WARN)
        parts = [Prose(self._wording.text("record.overrides"), title), *[Prose(line, CELL) for line in lines]]
        return [Gap(8), Panel(Stack(parts, 1), fill=WARN_SOFT, bar=WARN, padding=8)]

    def _signature(self) -> list[Block]:
        text, session = self._wording.text, self._chart.session
        title = heading(text("record.signature"))
        if session.state is SessionState.DISCARDED and session.discarded_at is not None:
            moment = self._say.plain_moment(session.discarded_at)
            said = text("record.discarded", moment=moment, reason=session.discard_reason or "–")
            return [title, Gap(3), Panel(Prose(said, CELL_STRONG), fill=DANGER_SOFT, bar=DANGER, padding=9)]
        if session.signed_at is None:
            words = Prose(text("record.not_signed"), CELL_STRONG)
            return [title, Gap(3), Panel(words, fill=DANGER_SOFT, bar=DANGER, padding=9)]
        signer = self._chart.practitioners.get(session.signed_by_id or "", self._chart.practitioner)
        details = [self._say.long_moment(session.signed_at)]
        if signer.registration_number:
            details.insert(0, text("record.registration", number=signer.registration_number))
        small = [text("record.rules_version", version=session.rules_version)]
        if session.content_hash:
            code = session.content_hash[:16].upper()
            small.insert(
                0, text("record.content_hash", code=" ".join(code[at : at + 4] for at in range(0, 16, 4)))
            )
        parts = [
            Prose(text("record.signed_by", name=signer.signature_name), _SIGNED_NAME),
            Prose(" · ".join(details), CELL),
            Gap(3),
            Prose(text("record.signed_meaning"), CELL),
            Prose(" · ".join(small), MUTED_SMALL),
        ]
        panel = Panel(Stack(parts), fill=ACCENT_SOFT, bar=ACCENT, padding=9)
        return [title, Gap(3), panel]

    def _addenda(self) -> list[Block]:
        rows = self._entries.addenda()
        if not rows:
            return []
        return [Gap(9), heading(self._wording.text("record.addenda")), *self._rows(rows)]
