"""What every turn may look at and none may change: rules, places, calendar, figures. Replaced whole when something changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from domain.alerts import Alerts
from domain.answers import Template
from domain.campaigns import Campaign
from domain.direct import Organisation
from domain.messages import Point, Text, printable
from domain.people import Grid, Person
from domain.places import Spot
from domain.policy import Policy
from domain.routing import Routing
from domain.sources import Sources
from domain.ticket import Ticket
from domain.values import frozen
from domain.worktime import WorkWeek
from nlp.gazetteer import Gazetteer
from nlp.knowledge import Knowledge
from nlp.normalise import normalise
from nlp.understanding import Understander, Understanding


@frozen
class World:
    """The surroundings of a turn.

    `say` turns a text into words (needed to recognise a label somebody types); `grid_at` gives the grids a position
    lies in; `operator` is who runs the bot, as the privacy notice must say; `contacts` are local numbers (gas repair);
    `templates` are answers the staff prepared, `campaigns` what is tagged for a while.
    `organisation` holds the units and the dispatch tables, `alerts` who is told of which emergency.
    `week` are the hours of the house, `weeks` those of units and areas that have their own.
    `page_address` is where the web pages are reached from outside, "" where they are not. `knowledge` answers enquiries.
    `sources` are the ways in, with the lines (hotlines) of the settings.
    """

    understander: Understander
    gazetteer: Gazetteer
    grids: Mapping[str, Grid]
    week: WorkWeek
    policy: Policy
    say: Callable[[Text, str], str]
    grid_at: Callable[[Point], tuple[str, ...]]
    operator: str
    contacts: Mapping[str, str]
    templates: tuple[Template, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    organisation: Organisation = Organisation()
    alerts: Alerts = Alerts()
    page_address: str = ""
    knowledge: Knowledge = Knowledge()
    sources: Sources = Sources()
    weeks: Mapping[str, WorkWeek] = field(default_factory=dict)
    _above: dict[str, tuple[str, ...]] = field(
        default_factory=dict, init=False, compare=False
    )  # asked for in each turn

    def understand(self, words: str, person: Person, *, open_ticket: bool = False) -> Understanding:
        """What this person means."""
        home, home_words = person.home, person.home_words
        return self.understander.understand(words, home=home, home_words=home_words, open_ticket=open_ticket)

    def clean(self, words: str) -> str:
        """Words without what no channel should carry: control, invisible and direction-changing characters."""
        return printable(words)[: self.policy.longest_words]

    def routing(self, spot: Spot) -> Routing:
        return self.gazetteer.routing(spot)

    def normalise(self, words: str) -> str:
        """Words with full-width, traditional and mistyped characters made plain, for reading numbers out of them."""
        return normalise(words)

    def hours_of(self, ticket: Ticket) -> str:
        """Whose office hours count for a ticket: its unit's, else those nearest to its area; "" for the house's."""
        scopes = (ticket.unit,) if ticket.unit else self.scopes_above(ticket.area) if ticket.area else ()
        return next((scope for scope in scopes if scope in self.weeks), "")

    def week_of(self, ticket: Ticket) -> WorkWeek:
        """The office hours of whoever has a ticket."""
        return self.weeks.get(self.hours_of(ticket), self.week)

    def scopes_above(self, code: str) -> tuple[str, ...]:
        """The area itself and everything above it that may hold a post, zones (片区) included."""
        found = self._above.get(code)
        if found is None:
            found = self._above[code] = self.organisation.scopes_above(code)
        return found

    def grid_name(self, code: str) -> str:
        """How people call a grid, an area, a zone or a unit."""
        if code in self.organisation.units or code in self.organisation.zones:
            return self.organisation.unit_name(code)
        grid = self.grids.get(code)
        return grid.name if grid else self.gazetteer.in_words(code) or self._building_name(code)

    def _building_name(self, code: str) -> str:
        """A building as the post of a 楼长 names it: the place's code, a dash and its number."""
        place, _, number = code.rpartition("-")
        name = self.gazetteer.in_words(place) if number else ""
        return f"{name}{number.upper()}栋" if name else ""
