"""Methods about the members of a chat."""

from playground.telegram.access import member_chat
from playground.telegram.chats import Member, MemberStatus
from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.world import World


def get_chat_member(world: World, params: Params) -> Json:
    chat = member_chat(world, params)
    user_id = params.integer("user_id")
    if user_id is None:
        raise bad_request("invalid user_id specified")
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("user not found" if user_id <= 0 else "PARTICIPANT_ID_INVALID")
    return chat.members.get(user_id, Member(person, MemberStatus.LEFT)).as_json(is_forum=chat.is_forum)


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    chat = member_chat(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    admins = [member for member in chat.members.values() if member.is_admin]
    own, with_bots = world.bot, params.flag("return_bots")
    shown = [member for member in admins if not member.person.is_bot or member.person is own or with_bots]
    return [member.as_json(is_forum=chat.is_forum) for member in shown]


def get_chat_member_count(world: World, params: Params) -> int:
    return sum(member.is_present for member in member_chat(world, params).members.values())
