//! The resolved question: a syntax tree in which every name has become the record it stands for and every date a
//! stretch of time.

use super::time::Window;
use crate::language::syntax::{Operands, TimeOf};
use crate::model::ClaimPart;
use crate::model::text::Lang;
use crate::model::{Mode, Relation, Verdict};
use crate::store::index::keys::Ordinal;

/// Which claims are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolved {
    All(Vec<Resolved>),
    Any(Vec<Resolved>),
    Not(Box<Resolved>),
    Clause(ResolvedClause),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResolvedClause {
    pub certainly: bool,
    pub what: Condition,
    /// The clause in the canonical form, for what is said about it.
    pub text: String,
}

/// What a clause asks of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    Names {
        place: NamePlace,
        exactly: bool,
        entities: Operands<Ordinal>,
    },
    By(Operands<SpokenBy>),
    /// A source or a publisher among the documents read, or, where `read` is false, anywhere in the chain.
    Cites {
        read: bool,
        documents: Operands<Documents>,
    },
    Containing {
        exactly: bool,
        phrases: Operands<Phrase>,
    },
    Like(Likeness),
    InLanguage(Operands<Lang>),
    InMode(Mode),
    /// Folded tags.
    Tagged(Operands<String>),
    Rated(Rated),
    Unrated,
    Disputed,
    /// A link from this claim (`outgoing`), or to it, and the claims at the other end; `None`: any.
    Linked {
        relation: Relation,
        outgoing: bool,
        other: Option<LinkedTo>,
    },
    With(ClaimPart),
    Without(ClaimPart),
    Doubtful,
    Matching(Box<Resolved>),
    /// An empty window holds nothing.
    Time {
        of: TimeOf,
        window: Option<Window>,
    },
    Undated,
    /// Folded names of recorders.
    RecordedBy(Operands<String>),
    ChangedBy(Operands<String>),
}

/// Where in a claim an entity is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NamePlace {
    About,
    AscribedTo,
    AddressedTo,
    SaidAt,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SpokenBy {
    /// A person, or with `exactly` anybody: itself.
    Itself(Ordinal),
    /// A group with those narrower.
    Group(Ordinal),
    /// An organization, those narrower, and whoever held a role of either.
    Organization(Ordinal),
    Role(HeldRole),
    Unnamed(Option<HeldRole>),
    /// Folded words that stand together in a name.
    AnyoneNamed(Vec<String>),
    InRole(InRole),
}

/// One speaker in a role: who held it when they spoke, or is presented in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InRole {
    /// `None`: anybody.
    pub who: Option<Box<SpokenBy>>,
    pub role: HeldRole,
    /// What the document says alone counts, no tenure on record.
    pub presented: bool,
    /// As one who held it before: no tenure says that, so `presented` is asked for.
    pub former: bool,
}

/// A role, perhaps of somebody, in one tenure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HeldRole {
    pub role: Ordinal,
    pub of: Option<Operands<Ordinal>>,
    pub exactly: bool,
}

/// What `citing` names: documents themselves, or all of a publisher's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Documents {
    pub sources: Vec<Ordinal>,
    pub publishers: Vec<Ordinal>,
}

/// Words to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phrase {
    pub text: String,
    pub lang: Option<Lang>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Likeness {
    Text(Phrase),
    Claim(Ordinal),
}

/// One assessment that fits all of this.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rated {
    /// Any that was ever given; else it must be the checker's standing one.
    pub ever: bool,
    /// `None`: any verdict.
    pub verdicts: Option<Vec<Verdict>>,
    pub by: Option<Vec<Ordinal>>,
    /// `Some(None)`: a window in which nothing lies.
    pub window: Option<Option<Window>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkedTo {
    Claim(Ordinal),
    /// `None`: every claim.
    Claims(Option<Box<Resolved>>),
}

/// The parts of a list, joined as the list says.
pub fn combine<T, R>(
    operands: &Operands<T>,
    each: &mut impl FnMut(&T) -> Result<R, crate::model::Problem>,
    all: &impl Fn(Vec<R>) -> R,
    any: &impl Fn(Vec<R>) -> R,
) -> Result<R, crate::model::Problem> {
    match operands {
        Operands::One(one) => each(one),
        Operands::All(parts) => {
            Ok(all(parts.iter().map(|part| combine(part, each, all, any)).collect::<Result<_, _>>()?))
        }
        Operands::Any(parts) => {
            Ok(any(parts.iter().map(|part| combine(part, each, all, any)).collect::<Result<_, _>>()?))
        }
    }
}

/// The same list with each member turned into something else.
pub fn map<T, R>(
    operands: &Operands<T>,
    each: &mut impl FnMut(&T) -> Result<R, crate::model::Problem>,
) -> Result<Operands<R>, crate::model::Problem> {
    Ok(match operands {
        Operands::One(one) => Operands::One(each(one)?),
        Operands::All(parts) => {
            Operands::All(parts.iter().map(|part| map(part, each)).collect::<Result<_, _>>()?)
        }
        Operands::Any(parts) => {
            Operands::Any(parts.iter().map(|part| map(part, each)).collect::<Result<_, _>>()?)
        }
    })
}

/// The members of a list.
pub fn members<T>(operands: &Operands<T>) -> Vec<&T> {
    match operands {
        Operands::One(one) => vec![one],
        Operands::All(parts) | Operands::Any(parts) => parts.iter().flat_map(members).collect(),
    }
}
