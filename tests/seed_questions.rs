//! The seed's claims come back by every question that their own records make sensible, and with certainty wherever the
//! record marks no doubt: who said it, in which role, about what, of whom, in which document.

use std::collections::{BTreeMap, BTreeSet};

use common::{fixture, inside};
use dictum::session::Session;
use dictum::session::export::RecordFormat;
use serde_json::Value;

use crate::common;

struct Seed {
    session: Session,
    claims: Vec<Value>,
    /// The broader entities of each, itself among them, by the records.
    wider: BTreeMap<String, BTreeSet<String>>,
    _folder: tempfile::TempDir,
}

fn id_of(reference: &Value) -> (&str, bool) {
    let id = reference.as_str().or_else(|| reference["id"].as_str()).expect("an id");
    (id, reference["certain"].as_bool().unwrap_or(true))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

impl Seed {
    fn new() -> Seed {
        let folder = tempfile::tempdir().expect("a folder");
        let mut session = inside::session(&folder.path().join("seed.dictum"));
        let script = std::fs::read_to_string(fixture()).expect("the seed");
        inside::run(&mut session, &script);
        let mut out = Vec::new();
        session.export_all(RecordFormat::Interchange, &mut out).expect("it is exported");
        let records: Vec<Value> = String::from_utf8(out)
            .expect("text")
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        let of_type =
            |kind: &'static str| records.iter().filter(move |record| record["type"] == kind).cloned();
        let mut wider: BTreeMap<String, BTreeSet<String>> = of_type("entity")
            .map(|entity| {
                let broader = list(&entity["broader"]).map(|broader| id_of(broader).0.to_owned());
                let id = entity["id"].as_str().expect("an id").to_owned();
                (id.clone(), broader.chain([id]).collect())
            })
            .collect();
        loop {
            let step: BTreeMap<_, BTreeSet<String>> = wider
                .iter()
                .map(|(id, broader)| {
                    (id.clone(), broader.iter().flat_map(|one| wider[one].clone()).collect())
                })
                .collect();
            if step == wider {
                break;
            }
            wider = step;
        }
        let claims = of_type("claim").collect();
        Seed { session, claims, wider, _folder: folder }
    }

    /// Asserts that the claim is in the answer: certainly where nothing it hangs on is in doubt, else possibly.
    fn comes_back(&mut self, claim: &str, question: &str, certain: bool) {
        let certainly = if certain { "certainly " } else { "" };
        let question = format!("claims {certainly}{question}");
        let answer = inside::lines(&mut self.session, &question)
            .unwrap_or_else(|error| panic!("{question}: {error:?}"));
        let row = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
        let found = answer.lines().any(|line| row(line)["id"] == claim);
        assert!(found, "`{question}` does not find {claim}");
    }
}

#[test]
fn every_claim_comes_back_by_every_question_about_it() {
    let mut seed = Seed::new();
    for claim in seed.claims.clone() {
        let id = claim["id"].as_str().expect("an id");
        for (field, clause) in [("about", "about"), ("ascribed_to", "ascribed to")] {
            for (named, certain) in list(&claim[field]).map(id_of) {
                for wider in seed.wider[named].clone() {
                    seed.comes_back(id, &format!("{clause} {wider}"), certain);
                }
            }
        }
        for speaker in list(&claim["speakers"]) {
            let (who, certain) = id_of(speaker);
            seed.comes_back(id, &format!("by {who}"), certain);
            for presented in list(&speaker["as"]) {
                let (role, of) = (id_of(&presented["role"]).0, id_of(&presented["of"]).0);
                for wider in seed.wider[role].clone() {
                    for phrase in [wider.clone(), format!("{wider} of {of}")] {
                        seed.comes_back(id, &format!("by {phrase}"), certain);
                        seed.comes_back(id, &format!("presented as {phrase}"), certain);
                        seed.comes_back(id, &format!("by {who} as {phrase}"), certain);
                        seed.comes_back(id, &format!("by {who} presented as {phrase}"), certain);
                    }
                }
            }
        }
        for tag in list(&claim["tags"]) {
            seed.comes_back(id, &format!("tagged {tag}"), true);
        }
        for citation in list(&claim["citations"]) {
            seed.comes_back(id, &format!("read in {}", id_of(&citation["source"]).0), true);
            for (hop, certain) in list(&citation["via"]).map(id_of) {
                seed.comes_back(id, &format!("citing {hop}"), certain);
            }
            if let Some(words) = citation["words"]["text"].as_str() {
                seed.comes_back(id, &format!("containing exactly \"{words}\""), true);
            }
        }
    }
}

/// The questions that the seed was made for.
#[test]
fn what_the_report_says_outright_is_certain() {
    let mut seed = Seed::new();
    let both = ["relations-problem-serious", "moscow-dictates-no-more"];
    for question in
        ["about Russia and certainly by diplomats", "about روسيا and certainly by Russian diplomats"]
    {
        both.iter().for_each(|claim| seed.comes_back(claim, question, true));
    }
    seed.comes_back("last-card", "by directors of RUSI", true);
    seed.comes_back("last-card", "by RUSI", true);
    seed.comes_back("both-see-need", "by senior researchers of \"College of Europe\"", true);
    seed.comes_back("moscow-dictates-no-more", "by unnamed Russian diplomats", true);
    for claim in [
        "arrests-first-blow",
        "angry-response",
        "aliyev-uses-incident",
        "aliyev-demands-justice",
        "aliyev-asserts-independence",
    ] {
        seed.comes_back(claim, "about Yekaterinburg", true);
    }
    seed.comes_back("pashinyan-reconciliation", "about Russia", true);
    seed.comes_back("aliyev-wants-control", "supporting agreement-threatened", true);
}
