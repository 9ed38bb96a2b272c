//! Objects of ClaimReview to try things on.

use serde_json::{Value, json};

/// A review in which all that is usual is as it should be.
pub fn plain() -> Value {
    json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://checkers.example/bridge",
        "name": "The bridge will not pay for itself",
        "datePublished": "2025-03-20",
        "inLanguage": "en",
        "author": {"@type": "Organization", "name": "Plainly", "url": "https://checkers.example"},
        "claimReviewed": "The bridge pays for itself in five years",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Ada Brandt", "jobTitle": "Minister of Transport", "affiliation": {"@type": "Organization", "name": "Estmark"}},
            "datePublished": "2025-03-04",
            "firstAppearance": {"@type": "CreativeWork", "url": "https://radio.example/7"},
            "appearance": [{"@type": "NewsArticle", "url": "https://courier.example/toll", "headline": "A toll?"}],
        },
        "reviewRating": {"@type": "Rating", "ratingValue": "2", "bestRating": "5", "worstRating": "1", "alternateName": "Mostly false", "ratingExplanation": "Only if traffic doubles."},
    })
}

/// The same with a member in place of another.
pub fn with(path: &str, value: Value) -> Value {
    let mut object = plain();
    *object.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
    object
}

/// The same without a member.
pub fn without(path: &str, member: &str) -> Value {
    let mut object = plain();
    object
        .pointer_mut(path)
        .and_then(Value::as_object_mut)
        .unwrap_or_else(|| panic!("{path}"))
        .remove(member);
    object
}

/// An answer of `claims:search` of the Fact Check Tools API.
pub fn answer_of_claims_search() -> Value {
    json!({"claims": [
        {
            "text": "Bananas cure the flu",
            "claimant": "Viral posts",
            "claimDate": "2024-11-02T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Verdad", "site": "verdad.example"},
                    "url": "https://verdad.example/platanos", "title": "No, los plátanos no curan",
                    "reviewDate": "2024-11-05T10:00:00Z", "textualRating": "Falso", "languageCode": "es",
                },
                {
                    "publisher": {"site": "faktencheck.example"},
                    "url": "https://faktencheck.example/bananen",
                    "textualRating": "Frei erfunden", "languageCode": "de",
                },
            ],
        },
        {"text": "The dam broke", "claimant": "Jon Ruhl", "claimReview": [
            {"publisher": {"name": "Verdad", "site": "verdad.example"}, "url": "https://verdad.example/presa", "textualRating": "Cuestión de opinión personal", "languageCode": "es"},
        ]},
    ], "nextPageToken": "CAo"})
}

/// An answer of `pages.list` of the same.
pub fn answer_of_pages_list() -> Value {
    json!({"claimReviewMarkupPages": [{
        "name": "pages/1", "pageUrl": "https://verdad.example/agua", "publishDate": "2023-01-09",
        "claimReviewAuthor": {"name": "Verdad", "imageUrl": "https://verdad.example/logo.png"},
        "claimReviewMarkups": [
            {"claimReviewed": "Water burns", "claimDate": "2023-01-02", "claimLocation": "Port Harrow", "claimFirstAppearance": "https://post.example/1",
             "claimAppearances": ["https://post.example/2"], "claimAuthor": {"name": "Jon Ruhl", "jobTitle": "engineer"},
             "rating": {"textualRating": "Falso", "ratingValue": 1, "worstRating": 1, "bestRating": 5}},
            {"url": "https://verdad.example/agua-2", "claimReviewed": "Water is dry", "rating": {"textualRating": "Engañoso"}},
        ],
    }]})
}
