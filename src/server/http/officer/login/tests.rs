use axum::http::Method;

use crate::http::{
    origin::WebOrigin,
    state::Settings,
    testing::{NAME, PASSWORD, Town},
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn an_officer_logs_in_and_out() {
    let town = Town::new().await;
    town.add_officer().await;
    let answer = town.post_form("/officer/login", &[FORM], &format!("name={NAME}&password={PASSWORD}")).await;
    assert_eq!((answer.status, answer.header("location").as_str()), (303, "/officer"));
    let cookie = answer.header("set-cookie");
    for part in [
        "__Host-glasno-officer=",
        "; Path=/",
        "; Secure",
        "; HttpOnly",
        "; SameSite=Strict",
        "; Max-Age=28800",
    ] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    let token = cookie.split(';').next().unwrap();
    let inside = town.get_with("/officer?lang=en", &[("cookie", token)]).await;
    assert!(inside.text().contains("Logged in as ivanova"), "{}", inside.text());
    assert_eq!(inside.header("cache-control"), "no-store");
    let out = town.post_form("/officer/logout", &[FORM, ("cookie", token)], "").await;
    assert!(out.status == 303 && out.header("set-cookie").contains("Max-Age=0"));
    assert!(town.get_with("/officer?lang=en", &[("cookie", token)]).await.text().contains("Officers"));
    assert_eq!(town.get_with("/officer/c/sample", &[("cookie", token)]).await.status, 303);
}

#[tokio::test]
async fn nobody_learns_from_the_login_which_names_exist() {
    let town = Town::new().await;
    town.add_officer().await;
    let wrong =
        town.post_form("/officer/login", &[FORM], &format!("name={NAME}&password=wrong-password")).await;
    let unknown = town.post_form("/officer/login", &[FORM], "name=nobody&password=wrong-password").await;
    assert_eq!((wrong.status, unknown.status), (403, 403));
    assert_eq!(wrong.headers, unknown.headers);
    assert_eq!(wrong.body, unknown.body);
}

#[tokio::test]
async fn who_guesses_has_to_wait_however_many_addresses_or_names_they_have() {
    let town = Town::new().await;
    for guess in 0..10 {
        let answer =
            town.post_form("/officer/login", &[FORM], &format!("name=n{guess}&password=wrong")).await;
        assert_eq!(answer.status, 403);
    }
    let answer = town.post_form("/officer/login?lang=en", &[FORM], "name=other&password=wrong").await;
    assert_eq!(answer.status, 429);
    assert!(answer.text().contains(&format!("Wait {} seconds", answer.header("retry-after"))));
    for guess in 1..=11 {
        let visitor = town.visitor([198, 51, 100, guess].into());
        let answer = visitor.ask(Method::POST, "/officer/login", &[FORM], "name=one&password=wrong").await;
        assert_eq!(answer.status, if guess <= 10 { 403 } else { 429 }, "guess {guess}");
    }
}

#[tokio::test]
async fn a_form_on_a_foreign_page_logs_nobody_in_or_out() {
    let town = Town::new().await;
    let officer = town.log_in().await;
    let foreign = ("sec-fetch-site", "cross-site");
    let form = format!("name={NAME}&password={PASSWORD}");
    let answer = town.post_form("/officer/login", &[FORM, foreign], &form).await;
    assert!(answer.status == 403 && answer.header("set-cookie").is_empty());
    let answer = town.post_form("/officer/logout", &[FORM, foreign, ("cookie", &officer.cookie)], "").await;
    assert!(answer.header("set-cookie").is_empty());
    assert_eq!(officer.get("/officer/c/sample").await.status, 200);
}

#[tokio::test]
async fn a_session_ends_after_a_working_day() {
    let town = Town::new().await;
    let officer = town.log_in().await;
    let now = 1_500;
    town.set_time(now + 8 * 3600 - 1);
    assert_eq!(officer.get("/officer/c/sample").await.status, 200);
    town.set_time(now + 8 * 3600);
    assert_eq!(officer.get("/officer/c/sample").await.status, 303);
}

#[tokio::test]
async fn over_plain_http_the_login_says_why_it_cannot_work() {
    let says_why = |page: String| page.contains("over https only") && !page.contains("<form");
    let path = "/officer?lang=en";
    let town = Town::new().await;
    assert!(!says_why(town.get(path).await.text()));
    let host = ("host", "glasno.example.bg");
    assert!(says_why(town.get_with(path, &[host]).await.text()));
    assert!(says_why(town.get_with(path, &[host, ("x-forwarded-proto", "https")]).await.text()));
    let trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    let behind = Town::with(Settings { trusted_proxies, ..Settings::default() }).await;
    assert!(!says_why(behind.get_with(path, &[host, ("x-forwarded-proto", "https")]).await.text()));
    let public_url: Option<WebOrigin> = "https://glasno.example.bg".parse().ok();
    let public = Town::with(Settings { public_url, ..Settings::default() }).await;
    assert!(!says_why(public.get_with(path, &[host]).await.text()));
}

#[tokio::test]
async fn a_form_that_is_none_is_refused() {
    let town = Town::new().await;
    for body in ["", "name=a", &format!("name=a&password={}", "x".repeat(1_025)), &"x".repeat(9_000)] {
        assert_eq!(town.post_form("/officer/login", &[FORM], body).await.status, 400);
    }
}

#[tokio::test]
async fn an_officers_page_runs_no_script() {
    let town = Town::new().await;
    let answer = town.get("/officer").await;
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("script"),
        "{policy}"
    );
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
