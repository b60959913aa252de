"""What a session record says about each part of a session, in words."""

from datetime import datetime

from mnlog.documents.blocks import Block, Prose, Stack
from mnlog.documents.phrases import Phrases, check_code, sentence, unbroken
from mnlog.documents.style import CELL, CELL_MUTED, DANGER, WARN, Weight
from mnlog.documents.typeset import Rich, Span, joined, strong, value
from mnlog.domain.charts import OpenedUnit, SessionChart
from mnlog.domain.moments import time_between
from mnlog.domain.records import Numbing, Observation, Reaction, ScreeningAnswer, Topical, ZoneTreatment
from mnlog.domain.rules.aftercare import next_session_range
from mnlog.domain.terms import Answer, ObservationKind
from mnlog.domain.units import amount_text, depth_text, whole_minutes
from mnlog.domain.vocabulary import Vocabulary

_SEPARATOR = " · "
_UNKNOWN = "–"
Row = tuple[str, Block]


class Entries:
    """The parts of one session's record."""

    def __init__(self, chart: SessionChart, vocabulary: Vocabulary, say: Phrases) -> None:
        """Takes the session.

        Args:
            chart: the session.
            vocabulary: names of what was chosen.
            say: dates and names in the document's language.
        """
        self._chart, self._vocabulary, self._say, self._wording = chart, vocabulary, say, say.wording

    def facts(self) -> list[tuple[str, str]]:
        """Labels and values that are looked for first."""
        text, chart, session = self._wording.text, self._chart, self._chart.session
        concern_id = session.concern_id or (chart.course.concern_id if chart.course else None)
        row = self._vocabulary.concerns.get(concern_id or "")
        age = chart.patient.age_on(self._say.here(session.started_at).date())
        phototype = session.phototype or chart.patient.phototype
        patient = [text("record.age", age=str(age))] if age is not None else []
        if phototype is not None:
            patient.append(text("record.phototype", phototype=_ROMAN.get(phototype, str(phototype))))
        times = self._say.clock(session.started_at)
        if session.needling_ended_at:
            ended = self._say.clock(session.needling_ended_at)
            times = text("record.times_value", started=times, ended=ended)
        return [
            (text("record.patient"), _SEPARATOR.join(patient) or _UNKNOWN),
            (text("record.concern"), row.name if row else concern_id or _UNKNOWN),
            (text("record.times"), times),
            (text("record.practitioner"), chart.practitioner.signature_name),
        ]

    def before(self) -> list[Row]:
        """What stands before the zones: screening, consent, numbing, device."""
        text = self._wording.text
        return [
            (text("record.screening"), self._screening()),
            (text("record.consent"), self._consent()),
            (text("record.numbing"), self._numbing()),
            (text("record.device"), self._device()),
        ]

    def after(self) -> list[Row]:
        """What stands after the zones: products, reactions, follow-ups, next session, note."""
        text, session = self._wording.text, self._chart.session
        rows = [
            (text("record.topicals"), self._topicals()),
            (text("record.reactions"), self._looks(ObservationKind.END_OF_SESSION)),
            (text("record.later"), self._looks(ObservationKind.FOLLOW_UP)),
            (text("record.follow_ups"), self._follow_ups()),
            (text("record.next"), Prose(self._next(), CELL)),
        ]
        if session.copied_text:
            rows.append((text("record.copied"), Prose(session.copied_text, CELL)))
        if session.note:
            rows.append((text("record.note"), Prose(session.note, CELL)))
        later = any(each.kind is ObservationKind.FOLLOW_UP for each in self._chart.observations)
        return [row for row in rows if later or row[0] != text("record.later")]

    # Screening and consent

    def _screening(self) -> Block:
        text, chart, session = self._wording.text, self._chart, self._chart.session
        if not chart.answers:
            return Prose(text("record.not_screened"), CELL_MUTED)
        questions = self._vocabulary.questions
        counts = {"no": 0, "positive": 0, "unanswered": 0}
        lines: list[Rich] = []
        for answer in chart.answers:
            question = questions.get(answer.question_id)
            if question is not None and question.text_only:
                if answer.details:
                    lines.append(joined([strong(question.name), value(answer.details)], "  "))
            elif answer.answer is None:
                counts["unanswered"] += 1
            elif answer.answer is Answer.NO:
                counts["no"] += 1
            else:
                counts["positive"] += 1
                lines.append(self._finding(answer))
        summary = " ".join(
            text(f"record.screening_{key}", n=str(count)) for key, count in counts.items() if count
        )
        when = (
            [text("record.screened_at", moment=self._moment(session.screened_at))]
            if session.screened_at
            else []
        )
        if session.history_confirmed_at:
            when.append(text("record.carried", moment=self._moment(session.history_confirmed_at)))
        return Stack([Prose(" ".join([summary, *when]), CELL), *[Prose(line, CELL) for line in lines]], 1.5)

    def _finding(self, answer: ScreeningAnswer) -> Rich:
        text = self._wording.text
        question = self._vocabulary.questions.get(answer.question_id)
        name = question.name if question else answer.question_id
        weight = text(f"record.severity_{question.severity}") if question else ""
        given = text(f"record.answer_{answer.answer}")
        parts: list[str | Rich] = [
            strong(f"{name}: {given} ({weight})" if weight else f"{name}: {given}", WARN)
        ]
        if answer.details:
            parts.append(value(answer.details))
        if answer.override_reason:
            parts.append(self._override(answer))
        return joined(parts, "  ")

    def _override(self, answer: ScreeningAnswer) -> Rich:
        reason, who = answer.override_reason, self._name(answer.override_by_id)
        if answer.override_at is None or not who:
            return strong(self._wording.text("record.override_bare", reason=reason))
        moment = self._moment(answer.override_at)
        return strong(self._wording.text("record.override", reason=reason, name=who, moment=moment))

    def _consent(self) -> Block:
        text, consent, session = self._wording.text, self._chart.consent, self._chart.session
        if consent is None:
            return Prose(strong(text("record.no_consent"), DANGER), CELL)
        regions = [sentence(self._wording.listed(text(f"region.{region}") for region in consent.regions))]
        if consent.max_depth_um is not None:
            regions.append(text("record.consent_depth", depth=depth_text(consent.max_depth_um)))
        line = text(
            "record.consent_line",
            moment=self._moment(consent.signed_at),
            name=consent.signer_name,
            version=consent.wording_version,
            regions=", ".join(part for part in regions if part) or _UNKNOWN,
            code=check_code(consent.text_hash),
        )
        if session.consent_confirmed_at:
            line += " " + text("record.consent_confirmed", moment=self._moment(session.consent_confirmed_at))
        photos = self._wording.consent.photos
        chosen = {
            "record": consent.photo_record,
            "teaching": consent.photo_teaching,
            "publication": consent.photo_publication,
        }
        uses = self._wording.listed(photos[use] for use, agreed in chosen.items() if agreed)
        line += " " + (text("record.photo_agreed", uses=uses) if uses else text("record.photo_none"))
        parts: list[Block] = [Prose(line, CELL)]
        if consent.withdrawn_at is not None:
            moment, reason = self._moment(consent.withdrawn_at), consent.withdrawal_reason
            said = text("record.consent_withdrawn", moment=moment, reason=reason).strip()
            parts.insert(0, Prose(strong(said, DANGER), CELL))
        return Stack(parts, 1.5)

    # Numbing, device, products

    def _numbing(self) -> Block:
        text, chart = self._wording.text, self._chart
        if not chart.numbings:
            said = text("record.no_numbing" if chart.session.no_numbing else "record.numbing_unrecorded")
            return Prose(said, CELL_MUTED)
        return Stack([Prose(self._numbing_line(numbing), CELL) for numbing in chart.numbings], 1.5)

    def _numbing_line(self, numbing: Numbing) -> Rich:
        text = self._wording.text
        product = self._vocabulary.numbing_products.get(numbing.product_id)
        parts: list[str | Rich] = [strong(product.name if product else numbing.product_id)]
        parts.append(numbing.strength or (product.strength if product else ""))
        if numbing.on_at and numbing.off_at:
            minutes = self._wording.count(
                "unit.minute", whole_minutes(time_between(numbing.on_at, numbing.off_at))
            )
            on, off = self._say.clock(numbing.on_at), self._say.clock(numbing.off_at)
            parts.append(strong(text("record.numbing_times", on=on, off=off, minutes=minutes)))
        elif numbing.on_at:
            parts.append(strong(text("record.numbing_on", on=self._say.clock(numbing.on_at)), DANGER))
        parts += self._lot(numbing)
        if numbing.amount_mg is not None:
            parts.append(unbroken(text("record.amount", amount=amount_text(numbing.amount_mg))))
        if numbing.area_cm2 is not None:
            parts.append(unbroken(text("record.area", area=str(numbing.area_cm2))))
        parts.append(value(numbing.area_text))
        parts += [text("record.occluded")] if numbing.is_occluded else []
        parts += [text("record.by_patient")] if numbing.is_applied_by_patient else []
        if numbing.override_reason:
            parts.append(strong(text("record.override_bare", reason=numbing.override_reason), WARN))
        return joined(parts, _SEPARATOR)

    def _lot(self, used: "Numbing | Topical") -> list[str | Rich]:
        text = self._wording.text
        lot: list[str | Rich] = [text("record.numbing_lot", lot=used.lot_number)] if used.lot_number else []
        if used.expires_on:
            lot.append(text("record.expires", date=self._say.plain_date(used.expires_on)))
        return lot

    def _device(self) -> Block:
        text, chart = self._wording.text, self._chart
        if chart.device is None:
            kind = chart.session.device_kind
            first = sentence(text(f"device.{kind}")) if kind else text("record.no_device")
            lines: list[Rich] = [(Span(first),)]
        else:
            serial = chart.device.serial_number
            kind_text = text(f"device.{chart.device.kind}")
            named = text("record.serial", serial=serial) if serial else ""
            lines = [joined([strong(chart.device.name), kind_text, named], _SEPARATOR)]
        lines += [self._unit(opened) for opened in chart.units] or [(Span(text("record.no_unit")),)]
        return Stack([Prose(line, CELL) for line in lines], 1.5)

    def _unit(self, opened: OpenedUnit) -> Rich:
        text, unit, lot = self._wording.text, opened.unit, opened.lot
        parts: list[str | Rich] = [strong(text("record.unit", product=lot.product, lot=lot.lot_number))]
        if lot.expires_on:
            parts.append(text("record.expires", date=self._say.plain_date(lot.expires_on)))
        if lot.needle_count:
            parts.append(text("record.unit_needles", n=str(lot.needle_count)))
        if lot.needle_length_um:
            parts.append(text("record.unit_length", length=depth_text(lot.needle_length_um)))
        opener = self._name(unit.opened_by_id) or _UNKNOWN
        parts.append(text("record.unit_opened", moment=self._say.clock(unit.opened_at), name=opener))
        if unit.disposed_at:
            parts.append(text("record.unit_disposed", moment=self._moment(unit.disposed_at)))
        return joined(parts, _SEPARATOR)

    def _topicals(self) -> Block:
        text = self._wording.text
        if not self._chart.topicals:
            return Prose(text("record.no_topicals"), CELL_MUTED)
        lines = []
        for topical in self._chart.topicals:
            label = text("record.intradermal_yes" if topical.is_intradermal else "record.intradermal_no")
            timing = text(f"record.topical_{topical.timing}")
            lines.append(joined([strong(topical.name), timing, *self._lot(topical), label], _SEPARATOR))
        return Stack([Prose(line, CELL) for line in lines], 1.5)

    def typical(self, zone: ZoneTreatment) -> "str | Rich":
        """The typical range a zone was judged by, and whether its depth lies outside of it."""
        if zone.typical_min_um is None or zone.typical_max_um is None:
            return _UNKNOWN
        first, last = depth_text(zone.typical_min_um), depth_text(zone.typical_max_um)
        span = self._wording.text("record.typical_range", first=first, last=last)
        if zone.depth_um is None or zone.typical_min_um <= zone.depth_um <= zone.typical_max_um:
            return span
        which = "record.above" if zone.depth_um > zone.typical_max_um else "record.below"
        return joined([span, (Span(self._wording.text(which), Weight.BOLD, DANGER),)], " ")

    # Reactions, follow-ups, what comes next

    def _looks(self, kind: ObservationKind) -> Block:
        looks = [each for each in self._chart.observations if each.kind is kind]
        if not looks:
            return Prose(self._wording.text("record.no_reactions"), CELL_MUTED)
        looks.sort(key=lambda each: each.seen_at)
        return Stack([Prose(self._look(observation), CELL) for observation in looks], 1.5)

    def _look(self, observation: Observation) -> Rich:
        text = self._wording.text
        name = self._name(observation.practitioner_id) or _UNKNOWN
        parts: list[str | Rich] = [
            text("record.seen_by", moment=self._moment(observation.seen_at), name=name)
        ]
        if observation.none_seen:
            parts.append(strong(text("record.none_seen").rstrip(".")))
        parts += [
            self._reaction(reaction)
            for reaction in self._chart.reactions
            if reaction.observation_id == observation.id
        ]
        if observation.pain_nrs is not None:
            parts.append(text("record.pain", pain=str(observation.pain_nrs)))
        parts.append(value(observation.note))
        return joined(parts, _SEPARATOR)

    def _reaction(self, reaction: Reaction) -> Rich:
        row = self._vocabulary.reactions.get(reaction.reaction_id)
        said = row.name if row else reaction.reaction_id
        grade = reaction.grade_label or ("" if reaction.grade is None else str(reaction.grade))
        if grade:
            said += f": {grade}"
        if reaction.zone_id and reaction.side:
            said += f" ({self._say.zone(reaction.zone_id, reaction.side)})"
        return joined([strong(said), value(reaction.note)], ", ")

    def _follow_ups(self) -> Block:
        text = self._wording.text
        lines = []
        for call in sorted(self._chart.follow_ups, key=lambda each: each.due_at):
            hours = self._wording.count("unit.hour", call.after_h)
            parts = [text("record.follow_up_due", moment=self._moment(call.due_at), hours=hours)]
            parts += (
                [text("record.follow_up_done", moment=self._moment(call.done_at))] if call.done_at else []
            )
            lines.append(_SEPARATOR.join(parts))
        return Prose("\n".join(lines) or text("record.no_follow_ups"), CELL if lines else CELL_MUTED)

    def _next(self) -> str:
        text, course, clinic = self._wording.text, self._chart.course, self._chart.clinic
        ended = self._say.here(self._chart.ended_at)
        planned = self._chart.session.next_interval_days
        following = next_session_range(
            ended,
            course.interval_min_days if course else clinic.interval_min_days,
            course.interval_max_days if course else clinic.interval_max_days,
            planned,
        )
        first, last = self._say.plain_date(following.earliest), self._say.plain_date(following.latest)
        between = text("record.next_range", first=first, last=last)
        if following.planned is None:
            return sentence(between)
        return sentence(
            f"{text('record.next_planned', date=self._say.plain_date(following.planned))} ({between})"
        )

    def overrides(self) -> list[str]:
        """Every override of the session, so that none hides in its own part."""
        text, session = self._wording.text, self._chart.session
        lines = (
            [text("record.override_signing", reason=session.override_reason)]
            if session.override_reason
            else []
        )
        for answer in self._chart.answers:
            if answer.override_reason:
                question = self._vocabulary.questions.get(answer.question_id)
                lines.append(f"{question.name if question else answer.question_id}: {answer.override_reason}")
        lines += [
            f"{text('record.numbing')}: {n.override_reason}"
            for n in self._chart.numbings
            if n.override_reason
        ]
        return lines

    def addenda(self) -> list[Row]:
        """What was said later: who, when it was written, when it was so."""
        text, rows = self._wording.text, []
        for addendum in sorted(self._chart.addenda, key=lambda each: each.entered_at):
            head = text(
                "record.addendum_head",
                name=self._name(addendum.practitioner_id) or _UNKNOWN,
                entered=self._moment(addendum.entered_at),
                event=self._moment(addendum.event_at),
            )
            body: Block = Stack([Prose(head, CELL_MUTED, keep_with_next=True), Prose(addendum.text, CELL)])
            rows.append((self._say.plain_date(self._say.here(addendum.event_at)), body))
        return rows

    def _moment(self, moment: datetime) -> str:
        return self._say.plain_moment(moment)

    def _name(self, practitioner_id: str | None) -> str:
        found = self._chart.practitioners.get(practitioner_id or "")
        if found is None and practitioner_id == self._chart.practitioner.id:
            found = self._chart.practitioner
        return found.signature_name if found else ""


_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V", 6: "VI"}
