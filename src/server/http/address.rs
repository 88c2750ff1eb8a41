//! Who asks, as far as the limits need to know; nothing of it is ever stored or logged.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use ipnet::IpNet;

use super::state::App;

/// The other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// Its address, seen through the proxies that the operator trusts.
    pub address: IpAddr,
    /// Did a browser reach us over https, as a trusted proxy or the operator's own word says?
    pub https: bool,
    /// Did the request come straight from this computer, through no proxy?
    pub local: bool,
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = connection.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
        Ok(Self::new(peer, &parts.headers, &app.settings.trusted_proxies, app.settings.is_https()))
    }
}

impl Client {
    fn new(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet], public_https: bool) -> Self {
        let peer = peer.to_canonical();
        let through_trusted = trusts(trusted, peer);
        let forwarded: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or_default().split(','))
            .collect();
        let proto = headers.get("x-forwarded-proto").and_then(|proto| proto.to_str().ok());
        Self {
            address: resolve(peer, &forwarded, trusted),
            https: public_https
                || through_trusted
                    && proto.is_some_and(|proto| proto.split(',').next().map(str::trim) == Some("https")),
            local: peer.is_loopback() && !passed_a_proxy(headers),
        }
    }

    /// What the limits count by: an IPv4 address, or the /64 that one household or office has in IPv6.
    pub fn network(&self) -> Vec<u8> {
        match self.address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets()[..8].to_vec(),
        }
    }
}

/// What stands there is neither an address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a network such as 10.0.0.0/8, nor an address")]
pub struct NotANetwork(pub String);

/// Reads a network, or a single address as a network of one.
///
/// # Errors
/// When it is neither.
pub fn parse_network(text: &str) -> Result<IpNet, NotANetwork> {
    text.parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| NotANetwork(text.to_owned()))
}

/// The right-most address that no trusted proxy has: each proxy appends whom it saw, and everything to the left of
/// the first stranger is the stranger's own claim.
fn resolve(peer: IpAddr, forwarded: &[&str], trusted: &[IpNet]) -> IpAddr {
    let mut nearest = peer;
    for claim in forwarded.iter().rev() {
        if !trusts(trusted, nearest) {
            break;
        }
        let Some(address) = parse_address(claim.trim()) else { break };
        nearest = address;
    }
    nearest
}

/// An address as proxies write it: bare, or with a port, or in brackets.
fn parse_address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let address = bare.parse().ok().or_else(|| Some(text.parse::<SocketAddr>().ok()?.ip()))?;
    Some(address.to_canonical())
}

fn trusts(trusted: &[IpNet], address: IpAddr) -> bool {
    trusted.iter().any(|network| network.contains(&address))
}

/// A proxy on this computer that the operator forgot to name still leaves these; without them everybody behind it
/// would look like somebody at this computer.
fn passed_a_proxy(headers: &HeaderMap) -> bool {
    let marks = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];
    headers.contains_key(header::FORWARDED)
        || headers.contains_key(header::VIA)
        || marks.iter().any(|mark| headers.contains_key(*mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|text| parse_network(text).unwrap()).collect();
        let headers = forwarded
            .iter()
            .map(|value| (header::HeaderName::from_static("x-forwarded-for"), value.parse().unwrap()));
        Client::new(peer.parse().unwrap(), &headers.collect(), &trusted, false).address.to_string()
    }

    #[test]
    fn a_stranger_cannot_pretend_to_be_somebody_else() {
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
    }

    #[test]
    fn behind_trusted_proxies_only_the_right_most_stranger_is_believed() {
        let trusted = ["10.0.0.0/8", "127.0.0.1"];
        for (forwarded, expected) in [
            (&["198.51.100.1"][..], "198.51.100.1"),
            (&["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
            (&["1.2.3.4", "198.51.100.1, 10.9.9.9"], "198.51.100.1"),
            (&["198.51.100.1:4711"], "198.51.100.1"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["::ffff:198.51.100.1"], "198.51.100.1"),
            (&["1.2.3.4, unknown"], "127.0.0.1"),
            (&["10.1.1.1"], "10.1.1.1"),
            (&[], "127.0.0.1"),
        ] {
            assert_eq!(seen("127.0.0.1", forwarded, &trusted), expected, "{forwarded:?}");
        }
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1"], &trusted), "198.51.100.1");
    }

    #[test]
    fn a_household_in_ipv6_counts_as_one() {
        let client = |text: &str| Client { address: text.parse().unwrap(), https: false, local: false };
        assert_eq!(client("2001:db8:1:2::a").network(), client("2001:db8:1:2:ffff::b").network());
        assert_ne!(client("2001:db8:1:2::a").network(), client("2001:db8:1:3::a").network());
        assert_ne!(client("192.0.2.1").network(), client("192.0.2.2").network());
    }

    #[test]
    fn whoever_comes_through_a_proxy_is_not_at_this_computer() {
        let local = |headers: &[(&'static str, &str)]| {
            let headers = headers
                .iter()
                .map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()));
            Client::new(Ipv4Addr::LOCALHOST.into(), &headers.collect(), &[], false).local
        };
        assert!(local(&[]));
        assert!(!local(&[("x-forwarded-for", "127.0.0.1")]));
        assert!(!local(&[("via", "1.1 proxy")]));
    }
}
