"""A patient's sessions as rows of a list: what each row says, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from mnlog.domain.charts import SessionSummary
from mnlog.domain.maps import ZoneKey
from mnlog.domain.moments import time_between
from mnlog.domain.records import Numbing, Reaction
from mnlog.domain.terms import SessionState, Side
from mnlog.domain.units import depth_text, whole_minutes
from mnlog.domain.vocabulary import Vocabulary
from mnlog.ui.labels import clock_time, counted, reaction_text, reaction_tone, short_date, words, zones_text

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1


def _tr(text: str) -> str:
    return QCoreApplication.translate("SessionModel", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """What a row shows.

    Attributes:
        day: "24 Oct"; `year` stands beneath it.
        treated: depths for the small map.
        chips: (text, tone) of what was seen.
        state: "Signed J. Okafor", or since when it is a draft.
    """

    session_id: str
    version: int
    is_draft: bool
    day: str
    year: str
    title: str
    zones: str
    facts: str
    chips: tuple[tuple[str, str], ...]
    state: str
    treated: tuple[tuple[ZoneKey, int | None], ...]

    @property
    def spoken(self) -> str:
        """The row as it is read aloud."""
        parts = (
            f"{self.day} {self.year}",
            self.title,
            self.zones,
            self.facts,
            ", ".join(text for text, _tone in self.chips),
            self.state,
        )
        return ". ".join(part for part in parts if part)


def session_line(summary: SessionSummary, vocabulary: Vocabulary, locale: str) -> SessionLine:
    """Works out what the row of a session says."""
    session = summary.session
    is_draft = session.state is SessionState.DRAFT
    state = _tr("Signed {name}").format(name=summary.practitioner.name)
    if is_draft:
        state = _tr("Since {time}").format(time=clock_time(session.started_at, locale))
    return SessionLine(
        session_id=session.id,
        version=session.version,
        is_draft=is_draft,
        day=short_date(session.started_at, locale, year=False),
        year=str(session.started_at.year),
        title=_title(summary),
        zones=zones_text(summary.zones, vocabulary),
        facts=" · ".join(_facts(summary)),
        chips=_chips(summary, vocabulary),
        state=state,
        treated=tuple(((zone.zone_id, zone.side.value), zone.depth_um) for zone in summary.zones),
    )


def _title(summary: SessionSummary) -> str:
    kind = summary.session.device_kind
    device = words(kind) if kind else _tr("No device yet")
    if not summary.zones:
        return f"{device}, {_tr('no zones yet')}"
    count = counted(len(summary.zones), _tr("1 zone"), _tr("{n} zones"))
    depths = sorted({zone.depth_um for zone in summary.zones if zone.depth_um is not None})
    if not depths:
        return f"{device}, {count}"
    depth = depth_text(depths[0])
    if len(depths) > 1:
        depth = _tr("{least} to {most}").format(least=depth, most=depth_text(depths[-1]))
    return f"{device} {depth} mm, {count}"


def _facts(summary: SessionSummary) -> list[str]:
    facts = [_numbing_text(numbing) for numbing in summary.numbings]
    if summary.session.no_numbing and not facts:
        facts.append(_tr("no numbing"))
    facts += [_tr("lot {number}").format(number=number) for number in summary.lot_numbers]
    if summary.pain_nrs is not None:
        facts.append(_tr("pain {n}/10").format(n=summary.pain_nrs))
    return facts


def _numbing_text(numbing: Numbing) -> str:
    if numbing.on_at is None or numbing.off_at is None:
        return numbing.strength
    minutes = whole_minutes(time_between(numbing.on_at, numbing.off_at))
    return _tr("{n} min {strength}").format(n=minutes, strength=numbing.strength).strip()


def _chips(summary: SessionSummary, vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Each reaction once, as it was at its worst."""
    worst: dict[tuple[str, str | None, Side | None], Reaction] = {}
    for reaction in summary.reactions:
        key = (reaction.reaction_id, reaction.zone_id, reaction.side)
        if key not in worst or (reaction.grade or 0) > (worst[key].grade or 0):
            worst[key] = reaction
    chips = tuple(
        (reaction_text(each, vocabulary), reaction_tone(each, vocabulary)) for each in worst.values()
    )
    return chips or (((_tr("Nothing seen"), "good"),) if summary.none_seen else ())


class SessionModel(QAbstractListModel):
    """A list on records, newest first; `LINE_ROLE` gives the `SessionLine` of a row."""

    def __init__(self, vocabulary: Vocabulary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._lines: tuple[SessionLine, ...] = ()

    def show_sessions(self, sessions: Sequence[SessionSummary], locale: str) -> None:
        """Shows others."""
        self.beginResetModel()
        self._lines = tuple(session_line(each, self._vocabulary, locale) for each in sessions)
        self.endResetModel()

    def line_at(self, row: int) -> SessionLine | None:
        """What a row says; None when there is no such row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, session_id: str) -> int:
        """Where a session stands; -1 when it is not shown."""
        return next((row for row, line in enumerate(self._lines) if line.session_id == session_id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line_at(index.row())
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return line.zones if role == Qt.ItemDataRole.ToolTipRole else None
