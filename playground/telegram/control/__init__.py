"""The playground's own endpoints under ``/playground``: another process plays people, orders faults, moves time."""
