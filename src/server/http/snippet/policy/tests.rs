use super::*;

const ORIGIN: &str = "https://glasno.example.bg";
const LOADER: &str = "sha384-loader";
const SERVER: Server<'_> = Server {
    origin: ORIGIN,
    site: Some("https://www.example.bg"),
    loader: Some(LOADER),
    added: [Some("sha384-inline"), Some("sha384-frame")],
};

fn read(policy: &str) -> Policies {
    Policies::read(policy).unwrap_or_else(|| panic!("{policy} is no policy"))
}

#[test]
fn a_web_admin_is_told_what_the_sites_policy_lets_the_widget_do() {
    use Mode::{BareFrame, Frame, Inline, Link};
    let wasm = "'wasm-unsafe-eval'";
    for (policy, expected) in [
        // Nothing that concerns us.
        ("frame-ancestors 'none'; upgrade-insecure-requests".to_owned(), Inline),
        ("style-src 'none'; img-src 'self'".to_owned(), Inline),
        // As the manifest says.
        (format!("default-src 'none'; script-src {ORIGIN} {wasm}; connect-src {ORIGIN}"), Inline),
        (format!("default-src 'none'; script-src {ORIGIN}; frame-src {ORIGIN}"), Frame),
        (format!("default-src 'none'; frame-src {ORIGIN}"), BareFrame),
        ("default-src 'none'".to_owned(), Link),
        ("default-src".to_owned(), Link),
        // Everything by the fallback.
        (format!("default-src 'self' {ORIGIN}"), Frame),
        (format!("default-src 'self' {ORIGIN} {wasm}"), Inline),
        ("default-src *".to_owned(), Frame),
        ("default-src https: 'unsafe-eval'".to_owned(), Inline),
        ("default-src https: 'unsafe-inline'".to_owned(), Frame),
        (format!("DEFAULT-SRC 'NONE'; Script-Src {ORIGIN} 'WASM-unsafe-eval'; connect-SRC {ORIGIN}"), Inline),
        // 'none' beside other words says nothing; of two alike the first counts.
        (format!("default-src 'none' {ORIGIN} {wasm}"), Inline),
        (format!("default-src 'none'; default-src {ORIGIN} {wasm}"), Link),
        // Hosts with wildcards, ports and paths.
        (format!("script-src *.example.bg {wasm}; connect-src https://*.example.bg"), Inline),
        (format!("script-src {ORIGIN}:8443 {wasm}; frame-src {ORIGIN}"), BareFrame),
        (format!("script-src {ORIGIN}/w/ {wasm}; connect-src {ORIGIN}/w/; frame-src {ORIGIN}/c/"), Frame),
        (format!("script-src {ORIGIN}/w/ {wasm}; connect-src {ORIGIN}/w/ {ORIGIN}/api/"), Inline),
        (format!("script-src {ORIGIN}/w/v1/glasno.js {wasm}; frame-src 'none'"), Link),
        // It may run and not connect: then it tries a frame, with whatever script that takes.
        (format!("default-src 'none'; script-src {ORIGIN} {wasm}; frame-src {ORIGIN}"), Frame),
        (format!("script-src {ORIGIN} {wasm}; connect-src 'none'; frame-src 'none'"), Link),
        (format!("script-src '{LOADER}' 'sha384-frame' {wasm}; connect-src 'none'"), Frame),
        (format!("script-src '{LOADER}' 'sha384-inline' {wasm}; connect-src 'none'"), BareFrame),
        // Another site's own is not ours.
        (format!("script-src 'self' {wasm}"), BareFrame),
        // Frames by child-src.
        (format!("script-src {ORIGIN}; child-src {ORIGIN}"), Frame),
        (format!("script-src {ORIGIN}; child-src 'none'"), Link),
        (format!("script-src {ORIGIN}; child-src 'none'; frame-src {ORIGIN}"), Frame),
        // Elements have a directive of their own, WebAssembly has not.
        (format!("script-src-elem {ORIGIN}"), Inline),
        (format!("script-src {wasm}; script-src-elem {ORIGIN}"), Inline),
        (format!("script-src 'self'; script-src-elem {ORIGIN}"), Frame),
        (format!("script-src-elem 'self'; script-src {ORIGIN} {wasm}"), BareFrame),
        // Nonces and hashes.
        (format!("script-src 'nonce-abc' 'strict-dynamic' {wasm}"), Inline),
        ("script-src 'nonce-abc' 'strict-dynamic' https:".to_owned(), Frame),
        (format!("script-src 'nonce-abc' {wasm}"), BareFrame),
        (format!("script-src 'nonce-abc' {ORIGIN} {wasm}"), Inline),
        (format!("script-src 'strict-dynamic' {ORIGIN} {wasm}"), BareFrame),
        (format!("script-src '{LOADER}' 'strict-dynamic' {wasm}"), Inline),
        (format!("script-src '{LOADER}' {wasm}"), BareFrame),
        (format!("script-src '{LOADER}' 'sha384-frame' {wasm}"), BareFrame),
        (format!("script-src '{LOADER}' 'sha384-inline' {wasm}"), Inline),
        (format!("script-src 'SHA384-LOADER' 'strict-dynamic' {wasm}"), BareFrame),
        // Trusted types.
        ("require-trusted-types-for 'script'".to_owned(), Frame),
        ("require-trusted-types-for 'script'; trusted-types glasno-budget".to_owned(), Frame),
        ("require-trusted-types-for 'script'; trusted-types *".to_owned(), Frame),
        ("require-trusted-types-for 'script'; trusted-types jquery".to_owned(), BareFrame),
        ("require-trusted-types-for 'script'; trusted-types 'none'".to_owned(), BareFrame),
        ("trusted-types 'none'".to_owned(), Inline),
        // Sandboxes.
        ("sandbox".to_owned(), Link),
        ("sandbox allow-scripts".to_owned(), Inline),
        ("sandbox allow-forms allow-same-origin".to_owned(), Link),
        // Several hold together, also in one header.
        (format!("script-src {ORIGIN} {wasm}, default-src https:"), Frame),
        (
            format!("script-src {ORIGIN}\nContent-Security-Policy: connect-src 'self'; script-src {wasm}"),
            BareFrame,
        ),
    ] {
        assert_eq!(read(&policy).allow(&SERVER), expected, "{policy}");
    }
}

#[test]
fn a_site_that_serves_the_widget_itself_is_its_own() {
    let policy = read("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'");
    assert_eq!(policy.allow(&SERVER), Mode::Link);
    assert_eq!(policy.allow(&Server { site: None, ..SERVER }), Mode::Link);
    assert_eq!(policy.allow(&Server { site: Some(ORIGIN), ..SERVER }), Mode::Inline);
}

/// The directives as they should read for a mode; those that are new with a plus before them.
fn advice(policy: &str, mode: Mode) -> Vec<String> {
    let sign = |change: &Change| format!("{}{}", if change.is_new { "+" } else { "" }, change.whole);
    read(policy).lacks(mode, &SERVER).changes.iter().map(sign).collect()
}

#[test]
fn a_web_admin_is_told_the_words_that_are_missing() {
    let check = |policy: &str, mode: Mode, expected: &[&str]| {
        assert_eq!(advice(policy, mode), expected, "{policy}");
    };
    check(
        "script-src 'self' https://glasno.example.bg; connect-src *",
        Mode::Inline,
        &["script-src 'self' https://glasno.example.bg 'wasm-unsafe-eval'"],
    );
    check(
        "default-src 'self'; img-src *",
        Mode::Inline,
        &[
            "+script-src 'self' https://glasno.example.bg 'wasm-unsafe-eval'",
            "+connect-src 'self' https://glasno.example.bg",
        ],
    );
    check(
        "default-src 'none'",
        Mode::Frame,
        &["+script-src https://glasno.example.bg", "+frame-src https://glasno.example.bg"],
    );
    check("default-src 'none'; frame-src 'none'", Mode::BareFrame, &["frame-src https://glasno.example.bg"]);
    check(
        "script-src-elem 'self'; script-src 'self'",
        Mode::Inline,
        &["script-src-elem 'self' https://glasno.example.bg", "script-src 'self' 'wasm-unsafe-eval'"],
    );
    check(
        "script-src 'sha256-x' 'strict-dynamic' 'wasm-unsafe-eval'",
        Mode::Inline,
        &["script-src 'sha256-x' 'strict-dynamic' 'wasm-unsafe-eval' 'sha384-loader'"],
    );
    check("sandbox allow-forms", Mode::BareFrame, &["sandbox allow-forms allow-scripts"]);
    check(
        "require-trusted-types-for 'script'; trusted-types 'none'",
        Mode::Frame,
        &["trusted-types glasno-budget"],
    );
    check("require-trusted-types-for 'script'; script-src 'self'", Mode::Inline, &[]);
}

#[test]
fn whoever_follows_the_advice_gets_the_mode() {
    for policy in [
        "default-src 'none'",
        "default-src 'self'; script-src 'nonce-abc'; child-src 'none'",
        "script-src 'strict-dynamic'; connect-src https://other.example; frame-src 'none'",
        "script-src-elem 'self'; default-src 'none'; sandbox",
        "default-src 'none', script-src 'self'",
        "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        "script-src 'sha384-loader'; frame-src 'self'",
    ] {
        let policies = read(policy);
        for mode in [Mode::BareFrame, Mode::Frame, Mode::Inline] {
            let lacks = policies.lacks(mode, &SERVER);
            if !lacks.can_be_had() {
                continue;
            }
            let mut followed = policies.clone();
            for change in &lacks.changes {
                let written = Policy::read(&change.whole).unwrap().0.remove(0);
                let directives = &mut followed.0[change.policy - 1].0;
                directives.retain(|directive| directive.name != written.name);
                directives.push(written);
            }
            assert!(followed.lacks(mode, &SERVER).is_empty(), "{policy} for {mode:?}: {followed:?}");
        }
    }
}

#[test]
fn a_web_admin_pastes_it_as_it_is_found() {
    let expected = read("default-src 'self'; script-src 'none'");
    for pasted in [
        "Content-Security-Policy: default-src 'self'; script-src 'none'",
        "content-security-policy:default-src 'self';script-src 'none';",
        "add_header Content-Security-Policy \"default-src 'self'; script-src 'none';\" always;",
        "Header always set Content-Security-Policy \"default-src 'self'; script-src 'none'\"",
        "header(\"Content-Security-Policy: default-src 'self'; script-src 'none'\");",
        "\"Content-Security-Policy\": \"default-src 'self'; script-src 'none'\",",
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; script-src 'none'\">",
        "default-src 'self';\n  script-src 'none'",
        "HTTP/2 200\r\ncontent-security-policy: default-src 'self'; script-src 'none'\r\naccess-control-allow-origin: *",
        "Content-Security-Policy-Report-Only: default-src *\nContent-Security-Policy: default-src 'self'; script-src 'none'",
    ] {
        assert_eq!(Policies::read(pasted).as_ref(), Some(&expected), "{pasted}");
    }
    for nothing in [
        "",
        "  \n",
        "hello",
        "https://www.example.bg",
        "Content-Security-Policy-Report-Only: default-src 'none'",
        "бюджет; script",
    ] {
        assert_eq!(Policies::read(nothing), None, "{nothing}");
    }
}

#[test]
fn a_script_tag_gets_the_nonce_or_the_hash_only_where_it_needs_one() {
    let needs = |policy: &str| (read(policy).needs_nonce(&SERVER), read(policy).needs_hash(&SERVER));
    assert_eq!(needs("script-src 'nonce-abc' 'strict-dynamic'"), (true, false));
    assert_eq!(needs("script-src 'nonce-abc' https://glasno.example.bg"), (false, false));
    assert_eq!(needs("script-src 'sha384-loader' 'strict-dynamic'"), (false, true));
    assert_eq!(needs("script-src 'self'"), (false, false));
}
