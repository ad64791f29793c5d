"""Live updates: what others change arrives in the browser as server-sent events.

``operations.publish`` sends a message over Redis once a change has committed; ``hub`` hears it
in each web process and gives it to the connections that asked for its channel. On the wire
(``/w/<workspace>/events/?channel=interview:7&channel=tree:3``)::

    retry: 2000
    event: hello                    the connection stands: fetch afresh what may have been missed
    data: {}

    id: 18d3f2-4
    data: {"channel": "interview:7", "event": "note_added", "version": 12}

    event: away                     Redis is down: poll, and connect again after ``retry``
    data: {}

A browser that may not listen gets 404 (and EventSource gives up); every 15 s comes a comment.
"""
