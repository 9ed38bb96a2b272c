//! What schema.org allows: the properties of the types that are written, with the types of their values (version 29, with what is
//! pending).

use serde_json::{Map, Value};

/// Properties that every type has.
const THING: &[&str] = &[
    "additionalType",
    "alternateName",
    "description",
    "disambiguatingDescription",
    "identifier",
    "image",
    "mainEntityOfPage",
    "name",
    "owner",
    "potentialAction",
    "sameAs",
    "subjectOf",
    "url",
];

const CREATIVE_WORK: &[&str] = &[
    "about",
    "abstract",
    "accessMode",
    "accessibilitySummary",
    "accountablePerson",
    "acquireLicensePage",
    "aggregateRating",
    "alternativeHeadline",
    "archivedAt",
    "assesses",
    "associatedMedia",
    "audience",
    "audio",
    "author",
    "award",
    "character",
    "citation",
    "comment",
    "commentCount",
    "conditionsOfAccess",
    "contentLocation",
    "contentRating",
    "contentReferenceTime",
    "contributor",
    "copyrightHolder",
    "copyrightNotice",
    "copyrightYear",
    "correction",
    "countryOfOrigin",
    "creativeWorkStatus",
    "creator",
    "creditText",
    "dateCreated",
    "dateModified",
    "datePublished",
    "digitalSourceType",
    "discussionUrl",
    "editEIDR",
    "editor",
    "educationalAlignment",
    "educationalLevel",
    "educationalUse",
    "encoding",
    "encodingFormat",
    "exampleOfWork",
    "expires",
    "funder",
    "funding",
    "genre",
    "hasPart",
    "headline",
    "inLanguage",
    "interactionStatistic",
    "interactivityType",
    "interpretedAsClaim",
    "isAccessibleForFree",
    "isBasedOn",
    "isFamilyFriendly",
    "isPartOf",
    "keywords",
    "learningResourceType",
    "license",
    "locationCreated",
    "mainEntity",
    "maintainer",
    "material",
    "materialExtent",
    "mentions",
    "offers",
    "pattern",
    "position",
    "producer",
    "provider",
    "publication",
    "publisher",
    "publisherImprint",
    "publishingPrinciples",
    "recordedAt",
    "releasedEvent",
    "review",
    "schemaVersion",
    "sdDatePublished",
    "sdLicense",
    "sdPublisher",
    "size",
    "sourceOrganization",
    "spatial",
    "spatialCoverage",
    "sponsor",
    "teaches",
    "temporal",
    "temporalCoverage",
    "text",
    "thumbnail",
    "thumbnailUrl",
    "timeRequired",
    "translationOfWork",
    "translator",
    "typicalAgeRange",
    "usageInfo",
    "version",
    "video",
    "wordCount",
    "workExample",
    "workTranslation",
];

/// The properties of a type beside those of the types above it, and whether it is a creative work.
fn own(kind: &str) -> Option<(&'static [&'static str], bool)> {
    Some(match kind {
        "ClaimReview" => (
            &[
                "claimReviewed",
                "associatedClaimReview",
                "associatedMediaReview",
                "associatedReview",
                "itemReviewed",
                "negativeNotes",
                "positiveNotes",
                "reviewAspect",
                "reviewBody",
                "reviewRating",
            ],
            true,
        ),
        "Claim" => (&["appearance", "claimInterpreter", "firstAppearance"], true),
        "DataFeed" => (
            &[
                "dataFeedElement",
                "distribution",
                "includedInDataCatalog",
                "issn",
                "measurementMethod",
                "measurementTechnique",
                "variableMeasured",
            ],
            true,
        ),
        "CreativeWork" | "DigitalDocument" => (&[], true),
        "Article" | "Report" | "SocialMediaPosting" => (
            &["articleBody", "articleSection", "pagination", "speakable", "reportNumber", "sharedContent"],
            true,
        ),
        "Rating" => (
            &["author", "bestRating", "ratingExplanation", "ratingValue", "reviewAspect", "worstRating"],
            false,
        ),
        "Person" => (&["jobTitle", "affiliation", "worksFor", "memberOf", "familyName", "givenName"], false),
        "Organization" => (&["legalName", "location", "logo", "memberOf"], false),
        "Place" | "Event" | "Thing" => (&[], false),
        "PropertyValue" => (&["propertyID", "value", "unitCode", "unitText", "valueReference"], false),
        "Audience" => (&["audienceType", "geographicArea"], false),
        _ => return None,
    })
}

/// The types that the value of a property may have; nothing where it is a text, a number or a date.
fn range(property: &str) -> &'static [&'static str] {
    match property {
        "author" | "publisher" => &["Person", "Organization"],
        "itemReviewed" => &["Claim"],
        "reviewRating" => &["Rating"],
        "appearance" | "firstAppearance" => {
            &["CreativeWork", "Article", "Report", "SocialMediaPosting", "DigitalDocument"]
        }
        "about" => &["Person", "Organization", "Place", "Event", "Thing"],
        "locationCreated" => &["Place"],
        "audience" => &["Audience"],
        "affiliation" => &["Organization"],
        "identifier" => &["PropertyValue"],
        "dataFeedElement" => &["ClaimReview"],
        _ => &[],
    }
}

/// Holds an object, and all in it, to what schema.org allows.
pub fn check(object: &Map<String, Value>) {
    let kind = object["@type"].as_str().expect("a type");
    let (own, is_work) = own(kind).unwrap_or_else(|| panic!("schema.org is not known to have `{kind}`"));
    for (name, value) in object.iter().filter(|(name, _)| !name.starts_with('@')) {
        let is_allowed = own.contains(&name.as_str())
            || THING.contains(&name.as_str())
            || is_work && CREATIVE_WORK.contains(&name.as_str());
        assert!(is_allowed, "`{kind}` has no `{name}`: {value}");
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        assert!(!values.is_empty(), "`{name}` is empty");
        for value in values {
            check_value(name, value);
        }
    }
}

fn check_value(name: &str, value: &Value) {
    let range = range(name);
    match value {
        Value::Object(inner) => {
            let kind = inner["@type"].as_str().expect("a type");
            assert!(range.contains(&kind), "a `{name}` is no `{kind}`");
            check(inner);
        }
        Value::String(text) => {
            assert!(range.is_empty() && !text.is_empty(), "`{name}` is {value}");
            if name.starts_with("date") {
                assert!(is_date(text), "`{name}` is {text}");
            }
        }
        Value::Number(_) => {
            assert!(matches!(name, "ratingValue" | "bestRating" | "worstRating"), "`{name}` is {value}");
        }
        _ => panic!("`{name}` is {value}"),
    }
}

/// A day, or a day with a time and an offset (ISO 8601).
fn is_date(text: &str) -> bool {
    let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
    let is_day = day.len() == 10 && chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok();
    is_day && time.is_none_or(|_| chrono::DateTime::parse_from_rfc3339(text).is_ok())
}
