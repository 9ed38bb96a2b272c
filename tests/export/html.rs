//! The page: well formed, nothing in it taken for markup, nothing fetched, each text in its own language and direction.
//! Browsers and word processors open it in `.ci/full`.

use std::collections::HashSet;

use super::World;

/// Elements without an end.
const VOID: [&str; 4] = ["meta", "input", "br", "line"];

/// The start tags of a page, in order; that every element ends where it must is held on the way.
fn tags(page: &str) -> Vec<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        assert!(
            !rest[..start].contains('>')
                || open.last().is_some_and(|name| ["script", "style"].contains(name))
        );
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "at {}", &rest[..rest.len().min(80)]);
            continue;
        }
        found.push(tag.to_owned());
        let name = tag.split([' ', '/']).next().unwrap_or(tag);
        if VOID.contains(&name) || tag.ends_with('/') {
            continue;
        }
        open.push(name);
        // What stands in these is no markup.
        if let Some(raw) = ["script", "style"].into_iter().find(|raw| *raw == name) {
            rest = &rest[rest.find(&format!("</{raw}>")).expect("it ends")..];
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    found
}

fn page(args: &[&str]) -> String {
    let world = World::new();
    world.export(&[args, &["--format", "html"]].concat()).0
}

#[test]
fn the_page_is_well_formed_whatever_is_in_it() {
    for question in [
        "claims",
        "claims showing statement, speaker",
        "people",
        "count claims per speaker",
        "show evil",
        "show cost-nothing",
    ] {
        let page = page(&[question]);
        let tags = tags(&page);
        assert!(tags.iter().any(|tag| tag.starts_with("html lang=\"en\"")), "{question}");
        assert!(
            !page.contains("<script>alert") && !page.contains("<img") && !page.contains("<b>"),
            "{question}"
        );
    }
}

#[test]
fn nothing_is_fetched_by_the_page() {
    let page = page(&["claims", "--with", "texts,notes,extra,retracted"]);
    let loads = |tag: &&String| {
        ["src=", "srcset=", "http-equiv=\"refresh", "link ", "iframe", "object"]
            .iter()
            .any(|sign| tag.contains(sign))
    };
    assert_eq!(tags(&page).iter().find(loads), None);
    assert!(!page.contains("url(") && !page.contains("@import") && !page.contains("fetch("));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_footnote_is_referred_to_and_leads_back() {
    let tags = tags(&page(&["claims"]));
    let values = |sign: &str| -> Vec<String> {
        let of = |tag: &String| {
            tag.split_once(sign).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value.to_owned())
        };
        tags.iter().filter_map(of).collect()
    };
    let names: HashSet<String> = values("name=\"sdfootnote").into_iter().collect();
    let leads = values("href=\"#sdfootnote");
    assert_eq!(leads.len(), 12, "six citations and verdicts, there and back");
    assert!(leads.iter().all(|lead| names.contains(lead)), "{leads:?}");
}

#[test]
fn each_text_has_its_language_and_direction() {
    let page = page(&["claims"]);
    for wanted in [
        "<h2 lang=\"ar\" dir=\"rtl\">سيتضاعف رسم العبور<a",
        "<h2 lang=\"en\" dir=\"ltr\">The bridge will cost nothing<a",
        "<blockquote lang=\"ar\" dir=\"rtl\"><p>«سيدفعون الضعف»</p>",
        "<bdi lang=\"ar\" dir=\"rtl\">ليلى حداد</bdi>",
        "<bdi lang=\"en\" dir=\"ltr\">Ada Brandt</bdi>",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_filter_has_what_can_be_chosen_and_claims_have_what_it_goes_by() {
    let page = page(&["claims"]);
    for wanted in [
        "<select name=\"speaker\">",
        "<option value=\"ada-brandt\"",
        "<select name=\"topic\">",
        "<option value=\"none\"",
        "data-id=\"cost-nothing\" data-speaker=\"ada-brandt\" data-topic=\"tolls port-harrow\" data-verdict=\"false\" data-first=\"20152\" data-last=\"20152\"",
        "data-id=\"formula\" data-speaker=\"two-names evil\" data-topic=\"tolls\" data-verdict=\"none\">",
        "href=\"#claim-1\" id=\"mark-1\" class=\"v-false\"",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
}
