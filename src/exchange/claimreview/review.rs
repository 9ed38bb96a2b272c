//! One review, in whichever form it is handed over → the claims, the document, and what was found, still in the publisher's words.

use serde_json::{Map, Value};

use super::agents::{Agent, agents};
use super::nodes::{Item, Node, Review, addresses};
use crate::exchange::entries::Remark;
use crate::model::Medium;

/// What a review says.
#[derive(Debug, Default)]
pub(super) struct Reviewed {
    /// Usually one.
    pub claims: Vec<Claimed>,
    /// Usually one; a claim of the Fact Check Tools API can have several.
    pub reviews: Vec<Reviewing>,
    pub remarks: Vec<Remark>,
}

/// A claim, as the review gives it.
#[derive(Debug, Default)]
pub(super) struct Claimed {
    pub statement: String,
    pub speakers: Vec<Agent>,
    /// As written.
    pub said: Option<String>,
    pub appearances: Vec<Work>,
}

/// A document in which a claim appeared.
#[derive(Debug, Default, Clone)]
pub(super) struct Work {
    pub url: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<Agent>,
    pub publisher: Option<Agent>,
    /// As written.
    pub published: Option<String>,
    pub medium: Option<Medium>,
}

/// The document of a review, who made it, and what they found.
#[derive(Debug, Default)]
pub(super) struct Reviewing {
    pub url: Option<String>,
    pub title: Option<String>,
    /// As written.
    pub published: Option<String>,
    /// A tag, as written.
    pub lang: Option<String>,
    pub authors: Vec<Agent>,
    pub publisher: Option<Agent>,
    /// The site of the publisher: its name where none is given.
    pub site: Option<String>,
    /// One for each claim, or one for all.
    pub ratings: Vec<Rated>,
    /// What was found in a sentence, where the rating does not say it.
    pub summary: Option<String>,
    /// The object that was read, as JSON.
    pub original: String,
}

/// A rating as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rated {
    pub label: Option<String>,
    pub label_lang: Option<String>,
    pub value: Option<f64>,
    pub worst: Option<f64>,
    pub best: Option<f64>,
    pub explanation: Option<String>,
}

pub(super) fn read(review: Review<'_>) -> Reviewed {
    match review {
        Review::Markup(node) => markup(node),
        Review::ApiClaim(node) => api_claim(node),
        Review::ApiMarkup { page, markup } => api_markup(page, markup),
    }
}

// ---- ClaimReview ------------------------------------------------------------------------------------------------------

fn markup(node: Node<'_>) -> Reviewed {
    let mut remarks = Vec::new();
    let items = node.items("itemReviewed");
    let claims = claims(node, &items, &mut remarks);
    let mut read: Vec<&str> = vec![
        "@context",
        "@type",
        "@id",
        "type",
        "claimReviewed",
        "itemReviewed",
        "url",
        "author",
        "publisher",
        "datePublished",
        "reviewRating",
        "inLanguage",
    ];
    let mut first = |names: &[&'static str]| {
        let found = names.iter().find_map(|name| Some((*name, node.text(name)?)));
        found.map(|(name, text)| {
            read.push(name);
            text
        })
    };
    let title = first(&["name", "headline", "title"]);
    let ratings = ratings(node, "reviewRating");
    let summary = match ratings.iter().all(|rating| rating.explanation.is_none()) {
        true => first(&["description", "reviewBody", "abstract"]),
        false => None,
    };
    let url = first(&["url", "mainEntityOfPage"]).or_else(|| {
        node.map.get("@id").and_then(Value::as_str).filter(|id| id.starts_with("http")).map(str::to_owned)
    });
    let of_items =
        items.iter().filter_map(|item| if let Item::Node(item) = item { Some(item.map) } else { None });
    let item_read = [
        "@context",
        "@type",
        "@id",
        "author",
        "datePublished",
        "dateCreated",
        "appearance",
        "firstAppearance",
        "url",
        "text",
        "headline",
    ];
    note_unread(
        std::iter::once((node.map, &read[..])).chain(of_items.map(|map| (map, &item_read[..]))),
        &mut remarks,
    );
    let lang = match node.items("inLanguage").into_iter().next() {
        Some(Item::Text(tag)) => Some(tag),
        Some(Item::Node(language)) => language.text("alternateName"),
        None => node.lang_of("claimReviewed").map(str::to_owned),
    };
    let review = Reviewing {
        url,
        title,
        published: node.text("datePublished"),
        lang,
        authors: agents(node, "author"),
        publisher: agents(node, "publisher").into_iter().next(),
        site: None,
        ratings,
        summary,
        original: original(node.map),
    };
    Reviewed { claims, reviews: vec![review], remarks }
}

/// The claims of a review: where there are several, either the texts or what was reviewed are several.
fn claims(node: Node<'_>, items: &[Item<'_>], remarks: &mut Vec<Remark>) -> Vec<Claimed> {
    let texts = node.texts("claimReviewed");
    let own_text = |item: &Item<'_>| match item {
        Item::Text(text) => Some(text.clone()),
        Item::Node(item) => item.text("text").or_else(|| item.text("name")).or_else(|| item.text("headline")),
    };
    let nodes: Vec<Node<'_>> = items
        .iter()
        .filter_map(|item| if let Item::Node(node) = item { Some(*node) } else { None })
        .collect();
    let mut claims: Vec<Claimed> = if texts.len() > 1 && texts.len() == nodes.len() {
        texts.iter().zip(&nodes).map(|(text, item)| claimed(text.clone(), &[*item])).collect()
    } else if texts.len() > 1 {
        texts.iter().map(|text| claimed(text.clone(), &nodes)).collect()
    } else if items.len() > 1 && items.iter().all(|item| own_text(item).is_some()) {
        let with_text = items.iter().map(|item| {
            let own = if let Item::Node(node) = item { std::slice::from_ref(node) } else { &[] };
            claimed(own_text(item).unwrap_or_default(), own)
        });
        with_text.collect()
    } else {
        let text = texts.into_iter().next().or_else(|| items.first().and_then(own_text));
        text.into_iter().map(|text| claimed(text, &nodes)).collect()
    };
    let count = claims.len();
    let mut seen = Vec::new();
    claims.retain(|claim| {
        !seen.contains(&claim.statement) && {
            seen.push(claim.statement.clone());
            true
        }
    });
    if count > 1 {
        remarks.push(Remark::new("several claims in one review", format!("{count} claims")));
    }
    claims
}

fn claimed(statement: String, items: &[Node<'_>]) -> Claimed {
    let mut claim = Claimed { statement, ..Claimed::default() };
    for item in items {
        for agent in agents(*item, "author") {
            if !claim.speakers.iter().any(|known| known.name == agent.name) {
                claim.speakers.push(agent);
            }
        }
        claim.said =
            claim.said.take().or_else(|| item.text("datePublished")).or_else(|| item.text("dateCreated"));
        for member in ["firstAppearance", "appearance"] {
            item.items(member).into_iter().for_each(|work| add_works(&work, &mut claim.appearances));
        }
        add_item_itself(*item, &mut claim.appearances);
    }
    // Some programs give the claim itself for the name of the document.
    claim.appearances.retain(|work| work.url.is_some() || work.title.as_ref() != Some(&claim.statement));
    claim
}

/// What was reviewed is a document itself, where it is no `Claim`; the address of a claim is that of the document in which it appeared.
fn add_item_itself(item: Node<'_>, works: &mut Vec<Work>) {
    if item.is_a("claim") {
        let urls = item.texts("url").into_iter().flat_map(|url| addresses(&url));
        urls.for_each(|url| add_work(Work { url: Some(url), ..Work::default() }, works));
    } else if item.has("url") || item.has("name") || item.has("headline") {
        add_works(&Item::Node(item), works);
    }
}

fn add_work(work: Work, works: &mut Vec<Work>) {
    if work.url.is_none() && work.title.is_none() {
        return;
    }
    let known =
        works.iter().any(|known| known.url == work.url && (work.url.is_some() || known.title == work.title));
    if !known {
        works.push(work);
    }
}

/// One document, or several where a text has several addresses.
fn add_works(item: &Item<'_>, works: &mut Vec<Work>) {
    match item {
        Item::Text(text) => {
            let urls = addresses(text);
            if urls.is_empty() {
                return add_work(Work { title: Some(text.clone()), ..Work::default() }, works);
            }
            urls.into_iter().for_each(|url| add_work(Work { url: Some(url), ..Work::default() }, works));
        }
        Item::Node(node) => {
            let urls: Vec<String> = node.texts("url").iter().flat_map(|url| addresses(url)).collect();
            let by_id = || node.map.get("@id").and_then(Value::as_str).map(addresses).unwrap_or_default();
            let urls = if urls.is_empty() { by_id() } else { urls };
            let work = Work {
                url: None,
                title: node
                    .text("headline")
                    .or_else(|| node.text("name"))
                    .filter(|name| addresses(name).is_empty()),
                authors: agents(*node, "author"),
                publisher: agents(*node, "publisher").into_iter().next(),
                published: node.text("datePublished"),
                medium: medium(&node.type_names()),
            };
            if urls.len() == 1 {
                return add_work(Work { url: urls.into_iter().next(), ..work }, works);
            }
            if urls.is_empty() {
                return add_work(work, works);
            }
            // What is said of several documents at once is said of none of them.
            urls.into_iter().for_each(|url| add_work(Work { url: Some(url), ..Work::default() }, works));
        }
    }
}

fn medium(types: &[&str]) -> Option<Medium> {
    types.iter().find_map(|kind| match kind.to_ascii_lowercase().as_str() {
        "article" | "newsarticle" | "opinionnewsarticle" | "blogposting" | "webpage" => Some(Medium::Article),
        "socialmediaposting" | "discussionforumposting" | "message" => Some(Medium::Post),
        "report" => Some(Medium::Report),
        "tvepisode" | "radioepisode" | "podcastepisode" | "broadcastevent" => Some(Medium::Broadcast),
        "digitaldocument" | "legislation" | "book" => Some(Medium::Document),
        _ => None,
    })
}

// ---- Ratings ----------------------------------------------------------------------------------------------------------

fn ratings(node: Node<'_>, member: &str) -> Vec<Rated> {
    node.items(member).into_iter().map(rated).filter(|rating| *rating != Rated::default()).collect()
}

fn rated(item: Item<'_>) -> Rated {
    let node = match item {
        Item::Text(text) => {
            let value = text.parse().ok();
            return Rated { label: value.is_none().then_some(text), value, ..Rated::default() };
        }
        Item::Node(node) => node,
    };
    let labels = ["alternateName", "textualRating", "name"]
        .iter()
        .map(|name| (*name, node.texts(name)))
        .find(|(_, texts)| !texts.is_empty());
    let value = node.number("ratingValue");
    let in_words = || node.text("ratingValue").filter(|_| value.is_none());
    let (label, label_lang) = match labels {
        Some((name, texts)) => (Some(texts.join("; ")), node.lang_of(name).map(str::to_owned)),
        None => (in_words(), None),
    };
    // A number is no explanation: some programs write the best rating here.
    let explanation = node.text("ratingExplanation").filter(|text| text.parse::<f64>().is_err());
    let (worst, best) = (node.number("worstRating"), node.number("bestRating"));
    Rated { label, label_lang, value, worst, best, explanation }
}

// ---- The Fact Check Tools API -----------------------------------------------------------------------------------------

fn api_claim(node: Node<'_>) -> Reviewed {
    let claim = Claimed {
        statement: node.text("text").unwrap_or_default(),
        speakers: node.texts("claimant").into_iter().map(Agent::named).collect(),
        said: node.text("claimDate"),
        appearances: Vec::new(),
    };
    let reviews = node.items("claimReview").into_iter().filter_map(|item| match item {
        Item::Node(review) => Some(api_review(node, review)),
        Item::Text(_) => None,
    });
    Reviewed { reviews: reviews.collect(), claims: vec![claim], remarks: Vec::new() }
}

fn api_review(claim: Node<'_>, review: Node<'_>) -> Reviewing {
    let publisher = review.items("publisher").into_iter().next();
    let (name, site) = match publisher {
        Some(Item::Node(publisher)) => (publisher.text("name"), publisher.text("site")),
        Some(Item::Text(name)) => (Some(name), None),
        None => (None, None),
    };
    let rating = Rated { label: review.text("textualRating"), ..Rated::default() };
    let mut whole = claim.map.clone();
    whole.insert("claimReview".to_owned(), Value::Array(vec![Value::Object(review.map.clone())]));
    Reviewing {
        url: review.text("url"),
        title: review.text("title"),
        published: review.text("reviewDate"),
        lang: review.text("languageCode"),
        authors: name.map(Agent::named).into_iter().collect(),
        publisher: None,
        site,
        ratings: vec![rating],
        summary: None,
        original: original(&whole),
    }
}

fn api_markup(page: Node<'_>, node: Node<'_>) -> Reviewed {
    let mut claim = Claimed {
        statement: node.text("claimReviewed").unwrap_or_default(),
        speakers: agents(node, "claimAuthor"),
        said: node.text("claimDate"),
        appearances: Vec::new(),
    };
    for member in ["claimFirstAppearance", "claimAppearances"] {
        node.items(member).iter().for_each(|work| add_works(work, &mut claim.appearances));
    }
    let mut whole = page.map.clone();
    whole.insert("claimReviewMarkups".to_owned(), Value::Array(vec![Value::Object(node.map.clone())]));
    let review = Reviewing {
        url: node.text("url").or_else(|| page.text("pageUrl")),
        published: page.text("publishDate"),
        authors: agents(page, "claimReviewAuthor"),
        ratings: ratings(node, "rating"),
        original: original(&whole),
        ..Reviewing::default()
    };
    Reviewed { claims: vec![claim], reviews: vec![review], remarks: Vec::new() }
}

// ---- The original -----------------------------------------------------------------------------------------------------

fn original(map: &Map<String, Value>) -> String {
    Value::Object(map.clone()).to_string()
}

/// What dictum has no field for is in the original alone.
fn note_unread<'m>(
    objects: impl Iterator<Item = (&'m Map<String, Value>, &'m [&'m str])>,
    remarks: &mut Vec<Remark>,
) {
    let mut rest: Vec<&str> = Vec::new();
    for (map, read) in objects {
        let unread = map
            .keys()
            .map(String::as_str)
            .filter(|name| !read.iter().any(|known| known.eq_ignore_ascii_case(name)));
        rest.extend(unread);
    }
    if !rest.is_empty() {
        remarks.push(Remark::new(
            "fields that dictum has no place for, kept in the original alone",
            rest.join(", "),
        ));
    }
}
