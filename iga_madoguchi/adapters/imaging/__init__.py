"""Pictures of a document camera become straight, even, sharp pages; the work runs in a child process.

`host` is the door for the server and imports no picture library; `worker` and what it uses live in the child.
"""
