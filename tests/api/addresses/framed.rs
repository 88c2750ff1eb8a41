//! The frame, and how a content management system comes to it.

use super::{BR, GONE, GZIP, Headers, PAGE};
use crate::town::{SLUG, Town};

#[test]
fn a_frame_lets_nothing_out_and_stands_only_where_it_may() {
    let town = Town::open();
    let path = format!("/c/{SLUG}/frame?lang=bg&scheme=dark&ref=library-qr&v=1");
    let policy = |ancestors: &str| {
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
             connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}"
        )
    };
    let permissions = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), clipboard-write=(self), \
                       display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), \
                       idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), \
                       picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), \
                       storage-access=(), sync-xhr=(), usb=(), window-management=(), xr-spatial-tracking=()";
    let closed: Headers<'_> = &[
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("permissions-policy", permissions),
        ("referrer-policy", "no-referrer"),
        ("vary", "Accept-Language, Accept-Encoding"),
        ("x-content-type-options", "nosniff"),
    ];
    let fresh: Headers<'_> = &[("cache-control", "no-cache"), ("etag", "strong")];
    let html: Headers<'_> = &[("content-type", "text/html; charset=utf-8")];
    let check = |ancestors: &str| {
        let policy = policy(ancestors);
        let policy: Headers<'_> = &[("content-security-policy", &policy)];
        for (accepted, packed) in [("br", BR), ("gzip", GZIP), ("identity", &[])] {
            let with = [("accept-encoding", accepted), ("origin", "null")];
            let answer = town.see(&path, &with, 200, &[closed, fresh, html, policy, packed]);
            let tag = answer.header("etag").to_owned();
            let again = [("accept-encoding", accepted), ("if-none-match", tag.as_str())];
            town.see(&path, &again, 304, &[closed, fresh, policy]);
        }
    };
    check("*");
    town.installation().done(["consultation", "update", SLUG, "--allowed-origin", PAGE]);
    check(&format!("'self' {PAGE}"));
    let anybody = policy("*");
    let anybody: Headers<'_> = &[("content-security-policy", &anybody)];
    town.see("/c/other/frame", &[], 404, &[closed, html, anybody, GONE]);
}
