"""The playground's own endpoints under ``/playground``: other processes play people, order faults, move time."""
