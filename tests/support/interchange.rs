//! The world as lines of the interchange format.

use super::render;
use super::world::*;
use serde_json::{Map, Value, json};

impl World {
    /// All records, a line each; some come before what they refer to, retractions last.
    pub fn to_ndjson(&self) -> String {
        let mut text = String::new();
        for record in self.records() {
            text.push_str(&record.to_string());
            text.push('\n');
        }
        text
    }

    pub fn records(&self) -> Vec<Value> {
        let (early, late) = self.entities.split_at(self.entities.len() / 2);
        let mut lines: Vec<Value> = early.iter().map(|e| self.entity_record(e)).collect();
        lines.extend(self.claims.iter().map(|claim| self.claim_record(claim)));
        lines.extend(self.sources.iter().map(|source| self.source_record(source)));
        lines.extend(late.iter().map(|e| self.entity_record(e)));
        lines.extend(self.assessments.iter().map(|a| self.assessment_record(a)));
        lines.extend(self.links.iter().map(|link| self.link_record(link)));
        lines.extend(self.definitions.iter().map(definition_record));
        lines.extend(self.retractions());
        lines
    }

    fn reference(&self, to: &Ref, id: &str) -> Value {
        if to.certain && to.styled.is_none() && to.presented.is_empty() {
            return json!(id);
        }
        let mut made = Map::new();
        made.insert("id".into(), json!(id));
        if !to.certain {
            made.insert("certain".into(), json!(false));
        }
        if let Some(styled) = &to.styled {
            made.insert("styled".into(), json!(styled));
        }
        let presented: Vec<Value> = to.presented.iter().map(|as_what| self.presented(as_what)).collect();
        put(&mut made, "as", (!presented.is_empty()).then_some(Value::Array(presented)));
        Value::Object(made)
    }

    fn presented(&self, as_what: &Presented) -> Value {
        let mut made = Map::new();
        put(&mut made, "role", Some(self.to_entity(&as_what.role)));
        put(&mut made, "of", as_what.of.as_ref().map(|of| self.to_entity(of)));
        put(&mut made, "title", as_what.title.as_ref().map(|title| json!(title)));
        put(&mut made, "former", as_what.former.then_some(json!(true)));
        Value::Object(made)
    }

    fn to_entity(&self, to: &Ref) -> Value {
        self.reference(to, &self.entities[to.to].id)
    }

    fn to_source(&self, to: &Ref) -> Value {
        self.reference(to, &self.sources[to.to].id)
    }

    fn to_entities(&self, refs: &[Ref]) -> Option<Value> {
        let listed: Vec<Value> = refs.iter().map(|to| self.to_entity(to)).collect();
        (!listed.is_empty()).then_some(Value::Array(listed))
    }

    fn entity_record(&self, entity: &Entity) -> Value {
        let mut made = record("entity", &entity.id);
        put(&mut made, "kind", Some(json!(entity.kind.word())));
        put(&mut made, "names", names(&entity.names));
        put(&mut made, "demonyms", names(&entity.demonyms));
        put(&mut made, "broader", self.to_entities(&entity.broader));
        put(&mut made, "unnamed", entity.unnamed.then_some(json!(true)));
        put(&mut made, "on", entity.on.as_ref().map(|on| json!(on)));
        put(&mut made, "at", entity.at.as_ref().map(|at| self.to_entity(at)));
        put(&mut made, "note", entity.note.as_ref().map(|note| json!(note)));
        let tenures: Vec<Value> = entity.tenures.iter().map(|held| self.tenure(held)).collect();
        put(&mut made, "roles", (!tenures.is_empty()).then_some(Value::Array(tenures)));
        Value::Object(made)
    }

    fn tenure(&self, held: &Tenure) -> Value {
        let mut made = Map::new();
        put(&mut made, "role", Some(self.to_entity(&held.role)));
        put(&mut made, "of", held.of.as_ref().map(|of| self.to_entity(of)));
        put(&mut made, "from", held.from.as_ref().map(|from| json!(from)));
        put(&mut made, "until", Some(json!(held.until)));
        put(&mut made, "title", held.title.as_ref().map(|title| json!(title)));
        Value::Object(made)
    }

    fn source_record(&self, source: &Source) -> Value {
        let mut made = record("source", &source.id);
        let cites: Vec<&str> = source.cites.iter().map(|to| self.sources[*to].id.as_str()).collect();
        let author = |author: &Result<Ref, String>| match author {
            Ok(to) if to.certain => json!({"id": self.entities[to.to].id}),
            Ok(to) => self.to_entity(to),
            Err(name) => json!(name),
        };
        let authors: Vec<Value> = source.authors.iter().map(author).collect();
        put(&mut made, "title", source.title.as_ref().map(|v| json!(v)));
        put(&mut made, "publisher", source.publisher.as_ref().map(|to| self.to_entity(to)));
        put(&mut made, "authors", (!authors.is_empty()).then_some(Value::Array(authors)));
        put(&mut made, "published", source.published.as_ref().map(|v| json!(v)));
        put(&mut made, "url", source.url.as_ref().map(|v| json!(v)));
        put(&mut made, "archive_url", source.archive.as_ref().map(|v| json!(v)));
        put(&mut made, "accessed", source.accessed.as_ref().map(|v| json!(v)));
        put(&mut made, "lang", source.lang.map(|v| json!(v)));
        put(&mut made, "medium", source.medium.map(|v| json!(v)));
        put(&mut made, "cites", (!cites.is_empty()).then_some(json!(cites)));
        put(&mut made, "text", source.text.as_ref().map(|v| json!(v)));
        Value::Object(made)
    }

    fn claim_record(&self, claim: &Claim) -> Value {
        let mut made = record("claim", &claim.id);
        let translations: Vec<Value> = claim.translations.iter().map(text).collect();
        let citations: Vec<Value> = claim.citations.iter().map(|c| self.citation(c)).collect();
        put(&mut made, "statement", Some(json!(claim.statement.text)));
        put(&mut made, "lang", claim.statement.lang.map(|v| json!(v)));
        put(&mut made, "translations", (!translations.is_empty()).then_some(Value::Array(translations)));
        put(&mut made, "mode", Some(json!(mode(claim.mode))));
        put(&mut made, "speakers", self.to_entities(&claim.speakers));
        put(&mut made, "audience", self.to_entities(&claim.audience));
        put(&mut made, "ascribed_to", self.to_entities(&claim.ascribed_to));
        put(&mut made, "about", self.to_entities(&claim.about));
        put(&mut made, "said", Some(json!(claim.said)));
        put(&mut made, "said_basis", claim.said_basis.map(|v| json!(v)));
        put(&mut made, "said_at", claim.said_at.as_ref().map(|to| self.to_entity(to)));
        put(&mut made, "concerns", claim.concerns.as_ref().map(|v| json!(v)));
        put(&mut made, "citations", Some(Value::Array(citations)));
        put(&mut made, "tags", (!claim.tags.is_empty()).then_some(json!(claim.tags)));
        put(&mut made, "note", claim.note.as_ref().map(|v| json!(v)));
        put(&mut made, "extra", claim.extra.as_ref().map(|(key, value)| json!({*key: value})));
        Value::Object(made)
    }

    fn citation(&self, citation: &Citation) -> Value {
        let mut made = Map::new();
        let via: Vec<Value> = citation.via.iter().map(|to| self.to_source(to)).collect();
        put(&mut made, "source", Some(self.to_source(&citation.source)));
        put(&mut made, "locator", citation.locator.as_ref().map(|v| json!(v)));
        put(&mut made, "words", citation.words.as_ref().map(words));
        put(&mut made, "via", (!via.is_empty()).then_some(Value::Array(via)));
        Value::Object(made)
    }

    fn assessment_record(&self, assessment: &Assessment) -> Value {
        let mut made = record("assessment", &assessment.id);
        let rating = |(value, worst, best)| json!({"value": value, "worst": worst, "best": best});
        put(&mut made, "claim", Some(json!(self.claims[assessment.claim].id)));
        put(&mut made, "by", Some(self.to_entity(&assessment.by)));
        put(&mut made, "on", assessment.on.as_ref().map(|v| json!(v)));
        put(&mut made, "verdict", Some(json!(VERDICTS[assessment.verdict])));
        put(&mut made, "label", assessment.label.map(|v| json!(v)));
        put(&mut made, "rating", assessment.rating.map(rating));
        put(&mut made, "source", assessment.source.map(|s| json!(self.sources[s].id)));
        put(&mut made, "summary", assessment.summary.as_ref().map(|v| json!(v)));
        Value::Object(made)
    }

    fn link_parts(&self, link: &Link) -> Map<String, Value> {
        let mut made = Map::new();
        put(&mut made, "type", Some(json!("link")));
        put(&mut made, "from", Some(json!(self.claims[link.from].id)));
        put(&mut made, "relation", Some(json!(RELATIONS[link.relation].0)));
        put(&mut made, "to", Some(json!(self.claims[link.to].id)));
        made
    }

    fn link_record(&self, link: &Link) -> Value {
        Value::Object(self.link_parts(link))
    }

    /// Links and assessments first, so that nothing live refers to a claim when its turn comes.
    fn retractions(&self) -> Vec<Value> {
        let gone = |claim: usize| self.claims[claim].retracted;
        let links = self.links.iter().filter(|l| l.retracted || gone(l.from) || gone(l.to));
        let assessments = self.assessments.iter().filter(|a| a.retracted || gone(a.claim));
        let claims = self.claims.iter().filter(|claim| claim.retracted);
        let mut made: Vec<Value> =
            links.map(|link| retraction(Value::Object(self.link_parts(link)))).collect();
        made.extend(assessments.map(|a| retraction(json!({"type": "assessment", "id": a.id}))));
        made.extend(claims.map(|c| retraction(json!({"type": "claim", "id": c.id}))));
        made
    }
}

pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Quote => "quote",
        Mode::Paraphrase => "paraphrase",
        Mode::Assertion => "assertion",
        Mode::Ascription => "ascription",
    }
}

fn retraction(of: Value) -> Value {
    json!({"type": "retraction", "of": of, "because": "recorded by mistake"})
}

fn definition_record(definition: &Definition) -> Value {
    let question = format!("claims {}", render::condition(&definition.meaning));
    json!({"type": "definition", "id": definition.id, "question": question})
}

fn record(kind: &str, id: &str) -> Map<String, Value> {
    let mut made = Map::new();
    made.insert("type".into(), json!(kind));
    made.insert("id".into(), json!(id));
    made
}

fn put(record: &mut Map<String, Value>, field: &str, value: Option<Value>) {
    if let Some(value) = value {
        record.insert(field.into(), value);
    }
}

fn text(text: &Text) -> Value {
    let mut made = Map::new();
    put(&mut made, "text", Some(json!(text.text)));
    put(&mut made, "lang", text.lang.map(|v| json!(v)));
    Value::Object(made)
}

fn words(words: &Words) -> Value {
    let mut made = text(&words.text);
    if words.translated {
        made["translated"] = json!(true);
    }
    made
}

fn names(names: &[Name]) -> Option<Value> {
    let one = |name: &Name| {
        let mut made = Map::new();
        put(&mut made, "text", Some(json!(name.text)));
        put(&mut made, "lang", name.lang.map(|v| json!(v)));
        put(&mut made, "kind", name.plural.then_some(json!("plural")));
        Value::Object(made)
    };
    let listed: Vec<Value> = names.iter().map(one).collect();
    (!listed.is_empty()).then_some(Value::Array(listed))
}
