"""The files of a playground: what people and the bot sent, kept in memory, found again by file id or by path."""

from dataclasses import dataclass
from hashlib import sha256
from mimetypes import guess_type
from pathlib import PurePath

from playground.telegram.params import Upload
from playground.telegram.refusals import Json, bad_request, too_large

MAX_UPLOAD = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
#: How the ids of a kind begin, and the folder in which ``getFile`` finds it.
_FOLDERS = {
    "photo": ("AgAC", "photos"),
    "video": ("BAAC", "videos"),
    "voice": ("AwAC", "voice"),
    "document": ("BQAC", "documents"),
}
_THUMBNAIL, _SMALL = 90, "s"  # a thumbnail's longer side in pixels, and what its ids end in
_SECONDS = 7  # that a video or a voice is said to last: nothing here looks into them
VIDEO_SIZE = (640, 360)  # and how large a picture a video is said to show


@dataclass(slots=True, frozen=True)
class StoredFile:
    """One file; sending the same content twice gives two ids and one unique id, as with Telegram."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    kind: str = "document"  # photo, video, voice, document
    width: int = 0
    height: int = 0

    def _ids(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    def _thumbnail(self) -> Json:
        """A photo comes in several sizes, the smallest first."""
        scale = min(1.0, _THUMBNAIL / max(self.width, self.height))
        sides = {"width": round(self.width * scale) or 1, "height": round(self.height * scale) or 1}
        return {"file_id": self.file_id + _SMALL, "file_unique_id": self.unique_id + _SMALL, "file_size": 1024} | sides

    def as_file(self) -> Json:
        """The ``File`` object."""
        return {**self._ids(), "file_path": self.path}

    def as_media(self) -> Json:
        """The part of a ``Message`` that shows this file."""
        sides = {"width": self.width, "height": self.height}
        if self.kind == "photo":
            return {"photo": [self._thumbnail(), self._ids() | sides]}
        named = self._ids() | {"mime_type": self.mime_type}
        if self.kind == "voice":
            return {"voice": named | {"duration": _SECONDS}}
        named["file_name"] = self.name
        return {self.kind: named | sides | {"duration": _SECONDS} if self.kind == "video" else named}


class FileStore:
    """Files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, upload: Upload, kind: str = "document", size: tuple[int, int] = (0, 0)) -> StoredFile:
        """Store a file that is sent as what ``kind`` says; ``size`` is a picture's width and height."""
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > MAX_UPLOAD:
            raise too_large()
        count = len(self._by_path) + 1
        digest = sha256(upload.content).hexdigest()
        letters, folder = _FOLDERS[kind]
        stored = StoredFile(
            file_id=f"{letters}AgUAAxk{count:06d}{digest[:24]}",
            unique_id=f"AQAD{digest[24:36]}",
            path=f"{folder}/file_{count}{PurePath(upload.name).suffix}",
            name=upload.name,
            mime_type=upload.mime_type or guess_type(upload.name)[0] or "application/octet-stream",
            content=upload.content,
            kind=kind,
            width=size[0],
            height=size[1],
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        if kind == "photo":
            self._by_id[stored.file_id + _SMALL] = stored  # one content for all sizes
        return stored

    def find(self, file_id: str) -> StoredFile:
        """The file of an id, refused as Telegram refuses an id that it never gave."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def downloadable(self, file_id: str) -> StoredFile:
        """The file of an id for ``getFile``, which reaches no further than 20 MB."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.content) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        return stored

    def at(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)
