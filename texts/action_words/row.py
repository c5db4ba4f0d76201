"""What a row of words has: an action's button, its line in menus and help, an example, and what asks for it."""

from msgspec import Struct


class Words(Struct, frozen=True, kw_only=True):
    """One action's words. Lists of words are separated by spaces."""

    label: str = ""  # its button, where it says the same for every item; see ``texts.lines.label_of``
    does: str = ""  # its line in a menu
    example: str = ""  # what follows the command in an example
    help: tuple[str, str] = ("", "")  # its line in ``/help``: what one does, and how it is said
    phrases: str = ""  # are complete by themselves
    verbs: str = ""  # act on the items that are named
    offers: str = ""  # verbs that could mean several things: answered with a button
    of_words: str = ""  # any words follow
    of_terms: str = ""  # a few terms follow; other words behind it are a report (抽查20户无误)
    of_work: str = ""  # what is to be done follows, in any words
    of_people: str = ""  # a person's name follows, and perhaps a unit
    of_days: str = ""  # days follow, or stand before it
