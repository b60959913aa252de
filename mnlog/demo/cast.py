"""Who comes to the demo clinic and what was done: invented people, plain data."""

from dataclasses import dataclass, field
from datetime import date

from mnlog.domain.terms import AlertKind, DeviceKind, EndPoint, Side

L, R, M = Side.LEFT, Side.RIGHT, Side.MIDLINE
FULL_FACE = (
    ("forehead", M),
    ("temple", L),
    ("temple", R),
    ("nose", M),
    ("cheek", L),
    ("cheek", R),
    ("upper_lip", M),
    ("chin", M),
    ("jawline", L),
    ("jawline", R),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One past session. `days_ago` and `at` (hour, minute) say when it began.

    Attributes:
        depths: zone, side, depth in micrometres; on a roller all are its head's length.
        grades: reaction id and grade at the end.
        later: per follow-up in hours, the grades seen then; empty for "nothing seen".
    """

    days_ago: int
    at: tuple[int, int] = (10, 15)
    kind: DeviceKind = DeviceKind.PEN
    depths: tuple[tuple[str, Side, int], ...] = ()
    numbing: str | None = "lidocaine_5"
    minutes: int = 35
    passes: int = 3
    speed: int | None = 3
    end_point: EndPoint = EndPoint.UNIFORM_ERYTHEMA
    grades: tuple[tuple[str, int], ...] = (("erythema", 2),)
    pain: int = 3
    serum: str | None = "hyaluronic_acid"
    later: dict[int, dict[str, int]] = field(default_factory=dict)
    aftercare: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One patient with alerts and past visits, the oldest first."""

    given: str
    family: str
    born: date | None
    phone: str = ""
    phototype: int | None = None
    language: str = "en"
    former: str = ""
    alerts: tuple[tuple[AlertKind, str], ...] = ()
    concern: str = ""
    visits: tuple[Visit, ...] = ()


def both(zone: str, depth_um: int) -> tuple[tuple[str, Side, int], ...]:
    """A paired zone at one depth."""
    return ((zone, L, depth_um), (zone, R, depth_um))


def one(zone: str, depth_um: int) -> tuple[tuple[str, Side, int], ...]:
    """A zone of the middle at one depth."""
    return ((zone, M, depth_um),)


_CALM = {24: {"erythema": 1}, 48: {}, 72: {}}
_SLOW = {24: {"erythema": 2}, 48: {"erythema": 1}, 72: {}}

AMARA = Person(
    given="Amara",
    family="Reyes",
    born=date(1992, 6, 2),
    phone="+44 7700 900214",
    phototype=4,
    language="es",
    alerts=((AlertKind.ALLERGY, "latex"), (AlertKind.PROPHYLAXIS, "cold sores, aciclovir taken")),
    concern="acne_scars",
    visits=(
        Visit(
            days_ago=252,
            kind=DeviceKind.ROLLER,
            depths=both("cheek", 1000),
            passes=4,
            speed=None,
            pain=5,
            minutes=30,
            grades=(("erythema", 2),),
            later=_CALM,
            serum=None,
        ),
        Visit(
            days_ago=224,
            kind=DeviceKind.ROLLER,
            depths=both("cheek", 1000),
            passes=6,
            speed=None,
            pain=5,
            minutes=45,
            grades=(("erythema", 2), ("oedema", 1)),
            later=_SLOW,
            serum=None,
        ),
        Visit(
            days_ago=189,
            depths=(*both("cheek", 1200), *one("forehead", 500)),
            pain=4,
            minutes=40,
            grades=(("erythema", 3),),
            later=_SLOW,
        ),
        Visit(
            days_ago=56,
            depths=both("cheek", 1500),
            pain=4,
            minutes=40,
            end_point=EndPoint.PINPOINT_BLEEDING,
            grades=(("erythema", 2), ("bruising", 1)),
            later=_SLOW,
        ),
        Visit(
            days_ago=28,
            depths=(*one("forehead", 700), *both("cheek", 1500), *one("nose", 500), *both("jawline", 1000)),
            passes=4,
            pain=3,
            end_point=EndPoint.PINPOINT_BLEEDING,
            grades=(("erythema", 2),),
            later=_CALM,
        ),
    ),
)

PEOPLE = (
    Person(
        given="Lena",
        family="Marsh",
        born=date(1985, 3, 14),
        phone="+44 7700 900102",
        phototype=2,
        concern="fine_lines",
        visits=(
            Visit(
                days_ago=2,
                at=(9, 0),
                depths=(*one("forehead", 700), *both("periorbital", 300)),
                pain=4,
                grades=(("erythema", 3),),
                later={24: {"erythema": 2}},
            ),
        ),
    ),
    Person(
        given="Tom",
        family="Oduya",
        born=date(1979, 11, 30),
        phone="+44 7700 900518",
        phototype=6,
        concern="fine_lines",
        visits=(Visit(days_ago=1, at=(17, 30), depths=one("neck", 1000), pain=2, grades=(("erythema", 1),)),),
    ),
    Person(
        given="Priya",
        family="Wren",
        born=date(1990, 1, 9),
        phone="+44 7700 900377",
        phototype=5,
        alerts=((AlertKind.ALLERGY, "prilocaine"),),
        concern="hyperpigmentation",
        visits=(
            Visit(
                days_ago=26,
                depths=(*one("forehead", 500), *both("cheek", 500)),
                numbing=None,
                grades=(("erythema", 1),),
                pain=2,
                later=_CALM,
            ),
        ),
    ),
    Person(
        given="Sofia",
        family="Kern",
        born=date(1996, 8, 21),
        phone="+44 7700 900640",
        phototype=3,
        concern="rejuvenation",
        visits=(
            Visit(
                days_ago=0,
                at=(10, 15),
                kind=DeviceKind.ROLLER,
                speed=None,
                numbing=None,
                pain=2,
                depths=tuple((zone, side, 500) for zone, side in FULL_FACE),
                grades=(("erythema", 1),),
            ),
        ),
    ),
    Person(
        given="Dara",
        family="Bloom",
        born=date(1988, 5, 5),
        phone="+44 7700 900733",
        phototype=2,
        former="Lindqvist",
        concern="striae",
        visits=(
            Visit(
                days_ago=0,
                at=(11, 45),
                depths=one("abdomen", 1500),
                pain=5,
                minutes=50,
                numbing="emla",
                grades=(("erythema", 2), ("pinpoint_bleeding", 1)),
            ),
        ),
    ),
    Person(
        given="Noor",
        family="Haddad",
        born=date(1994, 2, 17),
        phone="+44 7700 900891",
        phototype=5,
        language="ar",
        concern="enlarged_pores",
    ),
    Person(
        given="Łukasz",
        family="Wiśniewski",
        born=date(1983, 10, 2),
        phone="+48 601 555 018",
        phototype=2,
        language="pl",
    ),
    Person(
        given="伟",
        family="李",
        born=date(1991, 12, 12),
        phone="+86 138 0013 8000",
        phototype=4,
        language="zh",
    ),
    Person(
        given="محمد",
        family="الحداد",
        born=date(1987, 7, 7),
        phone="+971 50 555 0142",
        phototype=5,
        language="ar",
    ),
    Person(
        given="Ελένη", family="Παπαδοπούλου", born=date(1975, 4, 25), phone="+30 691 555 0177", phototype=3
    ),
    Person(given="Ольга", family="Иванова", born=date(1999, 9, 9), phone="+380 50 555 0199", phototype=2),
    Person(given="יעל", family="כהן", born=date(1993, 1, 31), phone="+972 52 555 0123", phototype=3),
    Person(given="花子", family="佐藤", born=date(1980, 6, 18), phone="+81 90 5550 0111", phototype=3),
    Person(
        given="María José",
        family="Fernández-Echeverría de la Vega y Santillana",
        born=date(1969, 12, 1),
        phone="+34 600 555 014",
        phototype=3,
        language="es",
    ),
    Person(given="Søren", family="Ærø", born=date(2001, 2, 28), phone="+45 20 55 50 12", phototype=1),
    Person(
        given="Grace",
        family="Adeyemi",
        born=date(1986, 8, 8),
        phone="+44 7700 900456",
        phototype=6,
        alerts=((AlertKind.ALLERGY, "benzocaine"),),
    ),
    Person(
        given="Hugh",
        family="Pemberton",
        born=date(1958, 3, 3),
        phone="+44 7700 900222",
        phototype=1,
        alerts=((AlertKind.CONDITION, "takes apixaban"),),
    ),
)
