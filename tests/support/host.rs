//! The municipality's own site: another origin than the product's server, with pages that embed the widget.

use super::{
    SLUG,
    port::{self, Port},
    relay,
};

/// A page of the site.
#[derive(Debug)]
pub struct Page {
    /// Its path.
    pub path: &'static str,
    /// Header lines beside the usual ones.
    pub headers: Vec<(&'static str, String)>,
    /// Its HTML.
    pub html: String,
}

/// A site with a few pages; gone when it is dropped.
#[derive(Debug)]
pub struct Host {
    port: Port,
}

impl Host {
    /// A site with these pages.
    pub fn with(pages: Vec<Page>) -> Self {
        let answer = move |request: &port::Request| {
            let path = request.path.split('?').next().unwrap_or_default();
            let Some(page) = pages.iter().find(|page| page.path == path) else {
                return port::answer("404 Not Found", &[], b"");
            };
            let mut headers = vec![("content-type", "text/html; charset=utf-8")];
            headers.extend(page.headers.iter().map(|(name, value)| (*name, value.as_str())));
            port::answer("200 OK", &headers, page.html.as_bytes())
        };
        Self { port: Port::open(Box::new(answer)) }
    }

    /// A site that also passes on whatever is asked below `/uchastie/` and stands in the kit's recipes for proxies: the
    /// widget's files, the API and the page in a frame. It names the server as the server is named, and says for whom it
    /// asks.
    pub fn before(server: &str, pages: Vec<Page>) -> Self {
        let (host, pages) = (server.trim_start_matches("http://").to_owned(), Self::with(pages));
        let passes = |path: &str| {
            let bare = path.split('?').next().unwrap_or_default();
            ["/w/", "/api/v1/"].iter().any(|below| bare.starts_with(below))
                || bare.strip_prefix("/c/").and_then(|rest| rest.strip_suffix("/frame")).is_some()
        };
        let answer = move |request: &port::Request| match request.path.strip_prefix("/uchastie") {
            None => relay::pass_on(pages.port.address.trim_start_matches("http://"), request),
            Some(path) if passes(path) => {
                let own = |header: &&String| !header.to_ascii_lowercase().starts_with("host:");
                let mut headers = vec![format!("Host: {host}")];
                headers.extend(request.headers.iter().filter(own).cloned());
                let (method, body) = (request.method.clone(), request.body.clone());
                relay::pass_on(&host, &port::Request { method, path: path.to_owned(), headers, body })
            }
            Some(_) => port::answer("404 Not Found", &[], b""),
        };
        Self { port: Port::open(Box::new(answer)) }
    }

    /// The site with index.html at `/`, its snippet pointing to the server and speaking a language.
    pub fn with_index(server: &str, language: &str) -> Self {
        Self::with(vec![Page { path: "/", headers: vec![], html: index_page(server, language) }])
    }

    /// The address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.port.address)
    }
}

/// index.html as the repository has it, with the server's real address.
fn index_page(server: &str, language: &str) -> String {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../index.html");
    let page = std::fs::read_to_string(file).unwrap();
    let snippet = format!(r#"src="http://127.0.0.1:8080/c/{SLUG}" lang="bg""#);
    assert_eq!(page.matches(&snippet).count(), 1, "index.html has the snippet once");
    let spoken = snippet.replace(r#"lang="bg""#, &format!(r#"lang="{language}""#));
    page.replace(&snippet, &spoken).replace("http://127.0.0.1:8080", server)
}
