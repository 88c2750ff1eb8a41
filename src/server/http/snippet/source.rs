//! Does a source of a policy match our server? <https://www.w3.org/TR/CSP3/#match-url-to-source-expression>

/// What is fetched from the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The script that the page names.
    Loader,
    /// What it fetches further.
    Asset,
    /// The draft, and where ballots go.
    Api,
    /// The consultation for a frame.
    Frame,
}

impl Place {
    /// An address of this kind. What stands for a name is the same in every pattern that people write.
    const fn path(self) -> &'static str {
        match self {
            Self::Loader => "/w/v1/glasno.js",
            Self::Asset => "/w/a/x",
            Self::Api => "/api/v1/consultations/x",
            Self::Frame => "/c/x/frame",
        }
    }
}

/// Does this source, which is no keyword, let that be fetched from a server?
pub fn matches(source: &str, origin: &str, place: Place) -> bool {
    let source = source.to_ascii_lowercase();
    let origin = origin.to_ascii_lowercase();
    let Some((scheme, server)) = origin.split_once("://") else { return false };
    if source == "*" {
        return true;
    }
    if let Some(only_scheme) = source.strip_suffix(':').filter(|rest| rest.bytes().all(in_scheme)) {
        return scheme_fits(only_scheme, scheme);
    }
    if source.starts_with('\'') {
        return false;
    }
    let (wanted_scheme, rest) =
        source.split_once("://").map_or((None, source.as_str()), |(scheme, rest)| (Some(scheme), rest));
    // Without a scheme it is the page's own, and a page that our server is right for has the same.
    if wanted_scheme.is_some_and(|wanted| !scheme_fits(wanted, scheme)) {
        return false;
    }
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (wanted_host, wanted_port) = host_and_port(authority);
    let (host, port) = host_and_port(server);
    host_fits(wanted_host, host)
        && port_fits(wanted_port, wanted_scheme, port, scheme)
        && path_fits(path, place.path())
}

const fn in_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// Who allows http allows https too.
fn scheme_fits(wanted: &str, scheme: &str) -> bool {
    wanted == scheme || (wanted == "http" && scheme == "https")
}

fn host_fits(wanted: &str, host: &str) -> bool {
    match wanted.strip_prefix('*') {
        Some("") => true,
        // `*.example.bg` means what is below it, not itself.
        Some(below) => below.starts_with('.') && host.ends_with(below) && host.len() > below.len(),
        None => wanted == host,
    }
}

fn port_fits(wanted: Option<&str>, wanted_scheme: Option<&str>, port: Option<&str>, scheme: &str) -> bool {
    let port = port.unwrap_or_else(|| own_port(scheme));
    match wanted {
        Some("*") => true,
        Some(wanted) => wanted == port || (wanted == "80" && port == "443" && scheme == "https"),
        None => port == own_port(scheme) || wanted_scheme.is_some_and(|wanted| own_port(wanted) == port),
    }
}

fn own_port(scheme: &str) -> &'static str {
    if scheme == "https" { "443" } else { "80" }
}

/// A path that ends with a slash means everything below it.
fn path_fits(wanted: &str, path: &str) -> bool {
    if wanted.is_empty() || wanted == "/" {
        return true;
    }
    if wanted.ends_with('/') { path.starts_with(wanted) } else { wanted == path }
}

/// `[::1]:8080` too.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, origin: &str, expected: bool) {
        assert_eq!(matches(source, origin, Place::Loader), expected, "{source} for {origin}");
    }

    #[test]
    fn a_web_admin_may_name_the_server_in_every_way_that_browsers_know() {
        let server = "https://glasno.example.bg";
        for source in [
            "*",
            "https:",
            "http:",
            "glasno.example.bg",
            "GLASNO.example.bg",
            "https://glasno.example.bg",
            "http://glasno.example.bg",
            "https://glasno.example.bg/",
            "https://glasno.example.bg:443",
            "https://glasno.example.bg:*",
            "http://glasno.example.bg:80",
            "*.example.bg",
            "https://*.example.bg",
            "https://*",
            "https://glasno.example.bg/w/",
            "https://glasno.example.bg/w/v1/glasno.js",
        ] {
            check(source, server, true);
        }
        for source in [
            "data:",
            "blob:",
            "wss:",
            "'unsafe-inline'",
            "'unsafe-eval'",
            "example.bg",
            "*.glasno.example.bg",
            "https://other.example.bg",
            "https://glasno.example.bg.evil.example",
            "https://glasno.example.bg:8443",
            "https://glasno.example.bg/c/",
            "https://glasno.example.bg/w",
            "*example.bg",
        ] {
            check(source, server, false);
        }
    }

    #[test]
    fn a_developer_names_a_server_with_a_port() {
        let server = "http://127.0.0.1:8080";
        for source in ["127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:*", "*", "http:"] {
            check(source, server, true);
        }
        for source in
            ["127.0.0.1", "http://127.0.0.1", "http://127.0.0.1:80", "https://127.0.0.1:8080", "https:"]
        {
            check(source, server, false);
        }
        check("http://[::1]:8080", "http://[::1]:8080", true);
        check("http://[::1]", "http://[::1]:8080", false);
    }
}
