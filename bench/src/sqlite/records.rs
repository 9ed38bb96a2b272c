//! The interchange format as the SQLite side reads it: what the world writes, and nothing else.

use std::borrow::Cow;

use serde::Deserialize;

/// A text that is borrowed from the line where it can be.
#[derive(Deserialize, Clone)]
#[serde(transparent)]
pub struct Str<'l>(#[serde(borrow)] pub Cow<'l, str>);

#[derive(Deserialize)]
pub struct Name<'l> {
    #[serde(borrow)]
    pub text: Str<'l>,
    pub lang: Option<Str<'l>>,
    pub kind: Option<Str<'l>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Named<'l> {
    Certain(#[serde(borrow)] Str<'l>),
    Marked { id: Str<'l>, certain: Option<bool>, styled: Option<Str<'l>> },
}

impl Named<'_> {
    pub fn id(&self) -> &str {
        match self {
            Named::Certain(id) | Named::Marked { id, .. } => &id.0,
        }
    }

    pub fn certain(&self) -> bool {
        !matches!(self, Named::Marked { certain: Some(false), .. })
    }

    pub fn styled(&self) -> Option<&str> {
        match self {
            Named::Marked { styled: Some(styled), .. } => Some(&styled.0),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
pub struct Tenure<'l> {
    #[serde(borrow)]
    pub role: Named<'l>,
    pub of: Option<Named<'l>>,
    pub title: Option<Str<'l>>,
    pub from: Option<Str<'l>>,
    pub until: Option<Str<'l>>,
}

#[derive(Deserialize)]
pub struct Entity<'l> {
    #[serde(borrow)]
    pub id: Str<'l>,
    pub kind: Str<'l>,
    #[serde(default)]
    pub unnamed: bool,
    pub names: Vec<Name<'l>>,
    #[serde(default)]
    pub broader: Vec<Named<'l>>,
    #[serde(default)]
    pub roles: Vec<Tenure<'l>>,
}

#[derive(Deserialize)]
pub struct Source<'l> {
    #[serde(borrow)]
    pub id: Str<'l>,
    pub title: Option<Str<'l>>,
    pub publisher: Option<Named<'l>>,
    #[serde(default)]
    pub authors: Vec<Str<'l>>,
    pub published: Option<Str<'l>>,
    pub url: Option<Str<'l>>,
    pub archive_url: Option<Str<'l>>,
    pub lang: Option<Str<'l>>,
    pub medium: Option<Str<'l>>,
}

#[derive(Deserialize)]
pub struct Text<'l> {
    #[serde(borrow)]
    pub text: Str<'l>,
    pub lang: Option<Str<'l>>,
    #[serde(default)]
    pub translated: bool,
}

#[derive(Deserialize)]
pub struct Citation<'l> {
    #[serde(borrow)]
    pub source: Named<'l>,
    pub locator: Option<Str<'l>>,
    pub words: Option<Text<'l>>,
    #[serde(default)]
    pub via: Vec<Named<'l>>,
}

#[derive(Deserialize)]
pub struct Claim<'l> {
    #[serde(borrow)]
    pub id: Str<'l>,
    pub statement: Str<'l>,
    pub lang: Option<Str<'l>>,
    #[serde(default)]
    pub translations: Vec<Text<'l>>,
    pub mode: Str<'l>,
    #[serde(default)]
    pub speakers: Vec<Named<'l>>,
    #[serde(default)]
    pub audience: Vec<Named<'l>>,
    #[serde(default)]
    pub ascribed_to: Vec<Named<'l>>,
    #[serde(default)]
    pub about: Vec<Named<'l>>,
    pub said: Option<Str<'l>>,
    pub said_basis: Option<Str<'l>>,
    pub said_at: Option<Named<'l>>,
    pub concerns: Option<Str<'l>>,
    pub citations: Vec<Citation<'l>>,
    #[serde(default)]
    pub tags: Vec<Str<'l>>,
}

#[derive(Deserialize)]
pub struct Rating {
    pub value: f64,
    pub worst: Option<f64>,
    pub best: Option<f64>,
}

#[derive(Deserialize)]
pub struct Assessment<'l> {
    #[serde(borrow)]
    pub id: Str<'l>,
    pub claim: Str<'l>,
    pub by: Named<'l>,
    pub on: Option<Str<'l>>,
    pub verdict: Str<'l>,
    pub label: Option<Str<'l>>,
    pub rating: Option<Rating>,
    pub summary: Option<Str<'l>>,
}

#[derive(Deserialize)]
pub struct Link<'l> {
    #[serde(borrow)]
    pub from: Str<'l>,
    pub relation: Str<'l>,
    pub to: Str<'l>,
}
