"""What changes while a page is open, told to those it concerns: Server-Sent Events over `GET /api/v1/live`.

| to find | look in |
|---|---|
| what an event of the bus means to a page, and who may learn of it | `news` |
| the latest of it, so that who was cut off goes on where they were | `ring` |
| who listens, how many may, and passing it on without waiting for anybody | `hub` |
| one listener, and how it is written | `stream` |
| who has hung up, and hanging up on who does not read | `sockets` |
"""
