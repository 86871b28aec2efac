"""The address that a request came from, as far as it can be believed."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

#: Bits. One household or phone has a whole network of this size, and may use any address in it.
_IPV6_NETWORK = 64

UNKNOWN = "unknown"


def client_address(peer: str | None, forwarded_for: str | None, *, trusted_proxies: int) -> str:
    """Return the client's address, for counting; of IPv6, its network.

    Every proxy adds the address that it was asked from at the end of ``X-Forwarded-For``. Only what
    our own proxies have added is true; anything before it may be made up by the client.

    Args:
        peer: who has opened the connection to us.
        forwarded_for: the header, all lines joined by commas.
        trusted_proxies: how many proxies of ours every request has passed through.
    """
    if trusted_proxies <= 0:
        return _counted(peer)
    hops = [hop.strip() for hop in (forwarded_for or "").split(",") if hop.strip()]
    if len(hops) < trusted_proxies:
        # It came past our proxies: what it says is worth nothing.
        return _counted(peer)
    return _counted(hops[-trusted_proxies])


def _counted(address: str | None) -> str:
    try:
        parsed = ip_address(_bare(address or ""))
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed), _IPV6_NETWORK), strict=False))
    return str(parsed)


def _bare(address: str) -> str:
    """Strip brackets and a port, which some proxies add, and the zone of a link-local address."""
    if address.startswith("["):
        return address[1:].partition("]")[0].partition("%")[0]
    if address.count(":") == 1:
        return address.partition(":")[0]
    return address.partition("%")[0]
