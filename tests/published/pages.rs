//! ClaimReview in pages of the web, in the shapes in which pages have it.

use serde_json::json;

use super::objects::{plain, with};
use super::{reviewed, reviews};

/// A page with this between the tags of its head.
fn page(head: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>A &lt;page&gt;</title>\n{head}\n</head><body><p>text</p></body></html>"
    )
}

fn script(json: &str) -> String {
    format!("<script type=\"application/ld+json\">{json}</script>")
}

#[test]
fn blocks_are_found_however_they_are_wrapped() {
    let wanted = reviewed(&plain()).lines();
    let json = plain().to_string();
    for head in [
        script(&json),
        format!(
            "<SCRIPT id=x TYPE='Application/LD+JSON; charset=utf-8' data-x=\"</p>\" >\n{json}\n</SCRIPT>"
        ),
        script(&format!("<!--\n{json}\n-->")),
        script(&format!("//<![CDATA[\n{json}\n//]]>")),
        format!(
            "{}{}{}",
            script("{\"@type\":\"WebSite\"}"),
            script(&format!("[{json}]")),
            script("{\"@graph\":[]}")
        ),
        format!(
            "<style>a > b::after {{ content: '<script>' }}</style><script>var x = '<script type=\"application/ld+json\">{{}}';</script>{}",
            script(&json)
        ),
        script(&json.replace("</", "<\\/")),
    ] {
        let given = reviews(page(&head)).unwrap_or_else(|problem| panic!("{problem}\n{head}"));
        assert!(given.rejected.is_empty(), "{:?}\n{head}", given.rejected);
        assert_eq!(given.lines(), wanted, "{head}");
    }
}

#[test]
fn a_block_that_is_commented_out_is_not_published() {
    let other = with("/claimReviewed", json!("Withdrawn")).to_string();
    let given = reviews(page(&format!("<!-- {} -->{}", script(&other), script(&plain().to_string()))))
        .expect("it is read");
    assert_eq!(given.claims().len(), 1);
    assert_eq!(given.claims()[0].statement, plain()["claimReviewed"]);
}

#[test]
fn raw_line_breaks_are_read_the_second_time_and_said() {
    let json = plain().to_string().replace("The bridge pays for itself", "The bridge\npays\tfor itself");
    let given = reviews(page(&script(&json))).expect("it is read");
    assert_eq!(given.claims()[0].statement, "The bridge pays for itself in five years");
    assert!(given.about[0].starts_with("line 3: it is no JSON as it stands"), "{:?}", given.about);
}

#[test]
fn a_block_that_is_wrong_is_wrong_alone_and_has_its_line() {
    let given = reviews(page(&format!("{}\n{}", script("\n{\"a\": }"), script(&plain().to_string()))))
        .expect("it is read");
    assert_eq!((given.claims().len(), given.rejected.len()), (1, 1));
    let problem = given.rejected[0].problems[0].to_string();
    assert!(problem.starts_with("line 4, column"), "{problem}");
}

#[test]
fn pages_in_arabic_and_hebrew() {
    for (lang, claim, label, speaker, checker) in [
        ("ar", "القهوة تشفي من الزكام", "زائف جزئيًا", "عمر الحداد", "فتبيّنوا"),
        ("he", "הקפה מרפא שפעת", "לא נכון", "שרה כהן", "המשרוקית"),
        ("fa", "قهوه سرماخوردگی را درمان می‌کند", "گمراه‌کننده", "زهرا کریمی", "فکت‌نامه"),
    ] {
        let mut review = plain();
        review.as_object_mut().expect("an object").remove("inLanguage");
        review["claimReviewed"] = json!(claim);
        review["reviewRating"]["alternateName"] = json!(label);
        review["itemReviewed"]["author"] = json!({"@type": "Person", "name": speaker});
        review["author"]["name"] = json!(checker);
        let html = format!(
            "<html dir=rtl lang={lang}><meta charset=utf-8>{}<body>‏نص</body>",
            script(&review.to_string())
        );
        let given = reviews(html).expect("it is read");
        let assessment = given.assessments()[0].clone();
        assert_eq!((given.claims()[0].statement.as_str(), assessment.label.as_deref()), (claim, Some(label)));
        assert_ne!(assessment.verdict, dictum::model::Verdict::Other, "{label}");
        assert_eq!(given.claims()[0].lang.as_ref().map(dictum::model::Lang::as_str), Some(lang));
        assert!(
            given.entities.iter().any(|entity| entity.name() == speaker)
                && given.entities.iter().any(|entity| entity.name() == checker)
        );
    }
}

/// «زائف» in windows-1256, as pages of the first decade of the century have it.
#[test]
fn a_page_in_an_old_encoding_is_read_by_what_its_head_says() {
    let (before, after) = (
        page("").replace(
            "<head>",
            "<head><meta http-equiv=Content-Type content='text/html; charset=windows-1256'>",
        ),
        script(&with("/reviewRating/alternateName", json!("LABEL")).to_string()),
    );
    let text = before.replace("</head>", &format!("{after}</head>"));
    let mut bytes = Vec::new();
    for part in text.split_inclusive("LABEL") {
        match part.strip_suffix("LABEL") {
            Some(part) => {
                bytes.extend_from_slice(part.as_bytes());
                bytes.extend_from_slice(&[0xD2, 0xC7, 0xC6, 0xDD]);
            }
            None => bytes.extend_from_slice(part.as_bytes()),
        }
    }
    let given = reviews(&bytes).expect("it is read");
    assert_eq!(given.assessments()[0].label.as_deref(), Some("زائف"));
    assert_eq!(given.assessments()[0].verdict, dictum::model::Verdict::False);
}

#[test]
fn a_page_without_it_says_what_was_looked_for() {
    let refused = |html: &str| reviews(html).err().map(|problem| problem.to_string()).unwrap_or_default();
    assert!(refused("<html><p>x</p></html>").contains("there is no JSON-LD in the page"));
    assert!(
        refused("<html><div itemscope itemtype=\"https://schema.org/ClaimReview\"></div>")
            .contains("microdata")
    );
    assert!(refused(&page(&script("{\"@type\":\"WebSite\"}"))).contains("there is no ClaimReview in it"));
}

proptest::proptest! {
    #[test]
    fn any_page_is_read_or_refused(html in "<(script|html|!--|/script|p)[ a-z=\"+/>]{0,30}\\PC{0,40}", wrapped in "\\PC{0,60}") {
        let _ = reviews(&html);
        let _ = reviews(page(&script(&wrapped)));
    }
}
