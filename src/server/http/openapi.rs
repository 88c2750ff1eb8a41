//! `GET /api/v1/openapi.json`: the public API as `OpenAPI` 3.1 has it, kept by hand beside this file.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

const DOCUMENT: &str = include_str!("openapi.json");

/// Answers with the document.
pub async fn show() -> Response {
    let headers =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "public, max-age=300")];
    (headers, DOCUMENT).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::router::PUBLIC_API;

    #[test]
    fn a_programmer_finds_every_public_address_described() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let described: Vec<(&str, &str)> = document["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                methods.as_object().unwrap().keys().map(move |method| (path.as_str(), method.as_str()))
            })
            .filter(|(_, method)| *method != "parameters")
            .collect();
        let mut routed = PUBLIC_API.to_vec();
        routed.sort_unstable();
        let mut described = described;
        described.sort_unstable();
        assert_eq!(described, routed);
    }

    #[test]
    fn every_reference_in_it_leads_somewhere() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap();
        let references: Vec<&str> =
            DOCUMENT.split("\"$ref\": \"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!references.is_empty());
        for reference in references {
            assert!(document.pointer(reference).is_some(), "{reference} leads nowhere");
        }
    }
}
