"""Live updates: what others change arrives in the browser as server-sent events.

``operations.publish`` sends a message over Redis once a change has committed; ``hub`` hears it
in each web process and gives it to the connections that asked for its channel. On the wire
(``/w/<workspace>/events/?channel=interview:7&channel=tree:3&since=1795309200000``)::

    retry: 2000
    event: hello                    the connection stands; unless it is complete, fetch all afresh
    data: {"at": 1795309205123, "is_complete": true}

    id: 1795309204007-4             milliseconds, and a number; what was missed comes first
    data: {"channel": "interview:7", "event": "note_added", "version": 12}

    event: away                     Redis is down: poll, and connect again after ``retry``
    data: {}

What was missed since ``Last-Event-ID``, or since ``since`` on the first connection of a page, is
repeated from the memory of the process. A browser that may not listen gets 404 (and EventSource gives up); every 15 s comes a comment.
"""
