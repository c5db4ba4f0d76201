"""``getFile``: finds a file to download."""

from playground.telegram.params import Params
from playground.telegram.refusals import Json, bad_request
from playground.telegram.world import World


def get_file(world: World, params: Params) -> Json:
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id is not specified")
    return world.files.downloadable(file_id).as_file()
