"""Whether a request is somebody who reads, as far as it tells; nothing of it is kept."""

import re

# What chat tools, mail scanners, search engines and scripts call themselves.
MACHINES = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|preview|linkexpand|externalhit|facebookcatalog|whatsapp|"
    r"telegram|skypeuripreview|msteams|microsoft office|ms-office|safelinks|proofpoint|mimecast|"
    r"barracuda|scanner|embedly|iframely|snapchat|pinterest|vkshare|curl|wget|python|java/|"
    r"go-http|okhttp|axios|node-fetch|libwww|httpclient|headlesschrome|lighthouse|monitor",
    re.IGNORECASE,
)


def is_reader(request):
    """A browser that shows the page to somebody who is not signed in here.

    Members see the page before they send it; a chat tool fetches it to draw a preview; a browser
    may fetch it before anybody presses the link.
    """
    agent = request.headers.get("user-agent", "")
    purposes = (
        request.headers.get("sec-purpose", ""),
        request.headers.get("purpose", ""),
    )
    return bool(
        request.method == "GET"
        and not request.user.is_authenticated
        and agent
        and not MACHINES.search(agent)
        and not any("prefetch" in p or "prerender" in p for p in purposes)
    )
