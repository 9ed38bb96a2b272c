//! Objects of JSON-LD as publishers write them: found wherever they stand, named with or without a prefix, in any case; texts as a
//! text, a list, or an object with a `@value`; objects that are named in one place by their `@id` and described in another.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::exchange::markup::plain;

/// What was found in a block.
#[derive(Default)]
pub(super) struct Found<'v> {
    pub reviews: Vec<Review<'v>>,
    /// How many objects of the type MediaReview there are, which say something of a picture and not of a claim.
    pub media_reviews: usize,
}

/// What says what was found of a claim, in one of the forms in which such objects are handed over.
#[derive(Clone, Copy)]
pub(super) enum Review<'v> {
    /// A `ClaimReview`.
    Markup(Node<'v>),
    /// A claim with its reviews, as the Fact Check Tools API answers `claims:search`.
    ApiClaim(Node<'v>),
    /// One markup of a page, as that API answers `pages.list`.
    ApiMarkup { page: Node<'v>, markup: Node<'v> },
}

/// The objects of a block that have a name (`@id`), each where it is described best.
#[derive(Default)]
pub(super) struct Graph<'v>(HashMap<&'v str, &'v Map<String, Value>>);

impl<'v> Graph<'v> {
    pub fn of(value: &'v Value) -> Graph<'v> {
        let mut graph = Graph::default();
        graph.add(value);
        graph
    }

    fn add(&mut self, value: &'v Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(map) => {
                if let Some(Value::String(id)) = map.get("@id") {
                    let known = self.0.entry(id).or_insert(map);
                    if known.len() < map.len() {
                        *known = map;
                    }
                }
                map.values().for_each(|member| self.add(member));
            }
            _ => {}
        }
    }
}

/// Finds what says something of a claim, wherever it stands: alone, in a list, in `@graph`, in a feed, in an article.
pub(super) fn find<'v>(value: &'v Value, graph: &'v Graph<'v>) -> Found<'v> {
    let mut found = Found::default();
    add_found(value, graph, &mut found);
    found
}

fn add_found<'v>(value: &'v Value, graph: &'v Graph<'v>, found: &mut Found<'v>) {
    let node = match value {
        Value::Array(items) => return items.iter().for_each(|item| add_found(item, graph, found)),
        Value::Object(map) => Node { map, graph },
        _ => return,
    };
    if node.is_a("claimreview") || !node.has_type() && node.has("claimReviewed") {
        found.reviews.push(Review::Markup(node));
    } else if !node.has_type() && node.member("claimReview").is_some_and(Value::is_array) {
        found.reviews.push(Review::ApiClaim(node));
    } else if let Some(Value::Array(markups)) = node.member("claimReviewMarkups") {
        let markups = markups.iter().filter_map(Value::as_object).map(|map| Node { map, graph });
        found.reviews.extend(markups.map(|markup| Review::ApiMarkup { page: node, markup }));
    } else {
        found.media_reviews += usize::from(node.is_a("mediareview"));
        node.map.values().for_each(|member| add_found(member, graph, found));
    }
}

/// An object among the others of its block.
#[derive(Clone, Copy)]
pub(super) struct Node<'v> {
    pub map: &'v Map<String, Value>,
    graph: &'v Graph<'v>,
}

/// A name without the prefix or address of its vocabulary: `ClaimReview` of `http://schema.org/ClaimReview`.
fn local(name: &str) -> &str {
    for prefix in [
        "http://schema.org/",
        "https://schema.org/",
        "http://www.schema.org/",
        "https://www.schema.org/",
        "schema:",
    ] {
        if let Some(name) = name.strip_prefix(prefix) {
            return name;
        }
    }
    name
}

impl<'v> Node<'v> {
    /// The value of a member, in whatever case its name is written; nothing where it is null or empty.
    pub fn member(self, name: &str) -> Option<&'v Value> {
        let exact = self.map.get(name);
        let value = exact.or_else(|| {
            self.map
                .iter()
                .find(|(written, _)| local(written).eq_ignore_ascii_case(name))
                .map(|(_, value)| value)
        });
        value.filter(|value| !is_empty(value))
    }

    pub fn has(self, name: &str) -> bool {
        self.member(name).is_some()
    }

    fn types(self) -> impl Iterator<Item = &'v str> {
        let given = self.map.get("@type").or_else(|| self.map.get("type"));
        let list = match given {
            Some(Value::Array(types)) => types.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        list.iter().filter_map(Value::as_str).map(local)
    }

    pub fn has_type(self) -> bool {
        self.types().next().is_some()
    }

    /// Whether it is of this type, written in small letters.
    pub fn is_a(self, small: &str) -> bool {
        self.types().any(|kind| kind.eq_ignore_ascii_case(small))
    }

    /// Its types as they are written.
    pub fn type_names(self) -> Vec<&'v str> {
        self.types().collect()
    }

    /// The first text of a member, without markup.
    pub fn text(self, name: &str) -> Option<String> {
        self.texts(name).into_iter().next()
    }

    /// The texts of a member, without markup; empty ones left out.
    pub fn texts(self, name: &str) -> Vec<String> {
        let mut texts = Vec::new();
        if let Some(value) = self.member(name) {
            add_texts(value, &mut texts);
        }
        texts
    }

    /// A member as a number; also where it is written as a text.
    pub fn number(self, name: &str) -> Option<f64> {
        let value = self.member(name)?;
        match value {
            Value::Number(number) => number.as_f64(),
            _ => {
                let mut texts = Vec::new();
                add_texts(value, &mut texts);
                texts.first()?.trim().replace(',', ".").parse().ok()
            }
        }
        .filter(|number| number.is_finite())
    }

    /// The objects and texts that a member holds, one or several; what is only named there, as it is described elsewhere.
    pub fn items(self, name: &str) -> Vec<Item<'v>> {
        let mut items = Vec::new();
        if let Some(value) = self.member(name) {
            self.add_items(value, &mut items);
        }
        items
    }

    fn add_items(self, value: &'v Value, items: &mut Vec<Item<'v>>) {
        match value {
            Value::Array(list) => list.iter().for_each(|value| self.add_items(value, items)),
            Value::Object(map) => {
                let container = ["@list", "@set"].iter().find_map(|name| map.get(*name));
                if let Some(list) = container {
                    return self.add_items(list, items);
                }
                if map.contains_key("@value") {
                    return items.extend(texts_of(value).into_iter().map(Item::Text));
                }
                let described = match map.get("@id").and_then(Value::as_str) {
                    Some(id) if map.len() <= 2 => self.graph.0.get(id).copied(),
                    _ => None,
                };
                items.push(Item::Node(Node { map: described.unwrap_or(map), graph: self.graph }));
            }
            _ => items.extend(texts_of(value).into_iter().map(Item::Text)),
        }
    }

    /// The language that a member's text is marked with.
    pub fn lang_of(self, name: &str) -> Option<&'v str> {
        let one = match self.member(name)? {
            Value::Array(list) => list.first()?,
            one => one,
        };
        one.get("@language")?.as_str()
    }
}

/// What a member holds.
#[derive(Clone)]
pub(super) enum Item<'v> {
    Text(String),
    Node(Node<'v>),
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn texts_of(value: &Value) -> Vec<String> {
    let mut texts = Vec::new();
    add_texts(value, &mut texts);
    texts
}

fn add_texts(value: &Value, texts: &mut Vec<String>) {
    let text = match value {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => return items.iter().for_each(|item| add_texts(item, texts)),
        Value::Object(map) => {
            let held = ["@value", "@list", "@set", "@id"].iter().find_map(|name| map.get(*name));
            return held.into_iter().for_each(|value| add_texts(value, texts));
        }
        Value::Null | Value::Bool(_) => return,
    };
    if !text.is_empty() {
        texts.push(text);
    }
}

/// The addresses in a text: publishers put several into one, with blanks, commas, semicolons or strokes between them.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let separators = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
    let begins = |rest: &str| rest.starts_with("http://") || rest.starts_with("https://");
    let mut starts = Vec::new();
    for (at, _) in text.match_indices("http") {
        if begins(&text[at..]) && (at == 0 || text[..at].ends_with(separators)) {
            starts.push(at);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let between = starts.iter().zip(ends).map(|(start, end)| text[*start..end].trim_end_matches(separators));
    // Words may follow an address.
    let addresses = between.filter_map(|address| address.split_whitespace().next());
    addresses.map(|address| address.trim_end_matches([',', ';', '|']).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_addresses_in_one_text() {
        let of = |text: &str| addresses(text);
        assert_eq!(
            of("https://a.example/x,y https://b.example; http://c.example/?q=1,"),
            ["https://a.example/x,y", "https://b.example", "http://c.example/?q=1"]
        );
        assert_eq!(
            of("https://web.archive.org/web/2020/https://a.example/"),
            ["https://web.archive.org/web/2020/https://a.example/"]
        );
        assert_eq!(of(" https://a.example/post and more"), ["https://a.example/post"]);
        assert_eq!(of("a tweet"), [""; 0]);
    }

    #[test]
    fn objects_are_found_wherever_they_stand_and_by_name() {
        let value = serde_json::json!({"@graph": [
            {"@type": ["Article", "NewsArticle"], "review": {"@type": "schema:ClaimReview", "author": {"@id": "#us"}}},
            {"@id": "#us", "@type": "Organization", "name": {"@value": "Us"}},
            {"@type": "claimreview", "claimreviewed": ["", "one"]},
            {"@type": "MediaReview"},
        ]});
        let graph = Graph::of(&value);
        let found = find(&value, &graph);
        assert_eq!((found.reviews.len(), found.media_reviews), (2, 1));
        let Review::Markup(first) = found.reviews[0] else { panic!("markup") };
        let Some(Item::Node(author)) = first.items("author").into_iter().next() else { panic!("an author") };
        assert_eq!(author.text("name").as_deref(), Some("Us"));
        let Review::Markup(second) = found.reviews[1] else { panic!("markup") };
        assert_eq!(second.texts("claimReviewed"), ["one"]);
    }
}
