//! `POST /officer/login`, and the form for it.

use std::sync::Arc;

use axum::{
    Form,
    body::Body,
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use glasno_model::urls;
use glasno_words::{Speak as _, server::Word};
use maud::{Markup, html};

use super::{frame, session};
use crate::http::{
    address::Client,
    body,
    language::Reader,
    page, password,
    state::{App, AppState},
};

/// The largest form; a name and a password are far below it.
const LARGEST_BYTES: usize = 8 * 1024;

/// What the form holds.
#[derive(serde::Deserialize)]
struct Login {
    name: String,
    password: String,
}

/// Logs in and goes on to the consultations, or shows the form again with what to do.
pub async fn log_in(State(app): State<App>, reader: Reader, client: Client, request: Request) -> Response {
    let headers = request.headers().clone();
    let refuse =
        |status, word: Word| form(status, reader, &client, &headers, Some(word.text(reader.language)));
    if !session::is_our_form(&headers, &app.settings) {
        return refuse(StatusCode::FORBIDDEN, Word::LoginForeign);
    }
    let Some(login) = read(&app, request).await else {
        return refuse(StatusCode::BAD_REQUEST, Word::LoginForeign);
    };
    if let Err(seconds) = check_rate(&app, &client, &login.name) {
        let told = Word::LoginLimited.say(reader.language, &[("seconds", &seconds.to_string())]);
        let mut response = form(StatusCode::TOO_MANY_REQUESTS, reader, &client, &headers, Some(&told));
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return response;
    }
    let known = match app.store.officer_password_hash(&login.name).await {
        Ok(hash) => hash,
        Err(error) => return page::unavailable(&error, reader.language),
    };
    if !verify(&app, login.password, known).await {
        return refuse(StatusCode::FORBIDDEN, Word::LoginWrong);
    }
    match session::begin(&app, &login.name).await {
        Ok(cookie) => {
            let mut response = session::go_to(&reader.link(urls::OFFICER));
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response
        }
        Err(error) => page::unavailable(&error, reader.language),
    }
}

/// The form, or why it would be of no use here.
pub fn form(
    status: StatusCode,
    reader: Reader,
    client: &Client,
    headers: &HeaderMap,
    told: Option<&str>,
) -> Response {
    let language = reader.language;
    let title = Word::LoginTitle.text(language);
    let inner = if session::cookie_is_kept(client, headers) {
        fields(reader, told)
    } else {
        html! { p.notice { (Word::LoginNeedsHttps.text(language)) } }
    };
    let body = html! {
        header { nav { span.home { "Glasno" } (page::languages(language)) } }
        main.narrow { h1 { (title) } (inner) }
    };
    frame::answer(status, reader, title, body)
}

fn fields(reader: Reader, told: Option<&str>) -> Markup {
    let language = reader.language;
    html! {
        @if let Some(told) = told { p.notice #told role="alert" { (told) } }
        form method="post" action=(reader.link(urls::OFFICER_LOGIN)) aria-describedby=[told.map(|_| "told")] {
            label for="name" { (Word::LoginName.text(language)) }
            input #name name="name" type="text" autocomplete="username" autocapitalize="none" spellcheck="false"
                required maxlength="64";
            label for="password" { (Word::LoginPassword.text(language)) }
            input #password name="password" type="password" autocomplete="current-password" required;
            button type="submit" { (Word::LoginButton.text(language)) }
        }
    }
}

async fn read(app: &App, request: Request) -> Option<Login> {
    let (parts, body) = request.into_parts();
    let bytes = body::read(&parts.headers, body, LARGEST_BYTES).await.ok()?;
    let request = Request::from_parts(parts, Body::from(bytes));
    let Form(login) = Form::<Login>::from_request(request, app).await.ok()?;
    (login.password.len() <= password::MOST_BYTES).then_some(login)
}

/// By address against one who tries many names, by name against many who try one.
fn check_rate(app: &AppState, client: &Client, name: &str) -> Result<(), u64> {
    let by_name = [b"name ".as_slice(), name.as_bytes()].concat();
    let by_address = [b"address ".as_slice(), &client.network()].concat();
    app.logins.check(&by_address).and_then(|()| app.logins.check(&by_name))
}

/// Whether the name is known or not, the work and so the time are the same.
async fn verify(app: &AppState, password: String, known: Option<String>) -> bool {
    let Ok(permit) = Arc::clone(&app.password_checks).acquire_owned().await else { return false };
    let check = tokio::task::spawn_blocking(move || {
        let fits = password::check(&password, known.as_deref());
        drop(permit);
        fits
    });
    check.await.unwrap_or(false)
}

#[cfg(test)]
#[path = "login/tests.rs"]
mod tests;
