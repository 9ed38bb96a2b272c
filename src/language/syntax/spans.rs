//! The places in a syntax tree: to visit each of them, or to compare two trees without regard to them.
//!
//! Every field of every node is named here, so that a new one cannot be forgotten: it does not compile until it is listed.

use super::{
    Add, Added, AsOf, Ask, Assess, AttestationText, AuthorText, Body, Change, CitationText, Clause, Column,
    Condition, Correct, Counted, Date, DateExpr, DateText, DatedText, Detail, DetailValue, Direction,
    DocumentWord, Emptied, Entities, IdText, Instant, Kind, Lang, Likeness, Limit, LinkText, Linked, Listing,
    ListingCondition, ListingOf, Mode, Mutation, Name, NameText, Operands, Order, PerField, Quotation,
    QuotationText, Rated, RatedAs, RecordType, RefText, Relation, Script, Shaping, Span, Spanned, Speaker,
    SpeakerInRole, SpeakerText, Statement, Target, TargetKind, TenureEnd, TenureText, TextLang, TimeOf,
    TimeUnit, Verdict, What, When, WordsText,
};
use crate::model::ClaimPart;
use crate::model::Medium;
use crate::model::record::Basis;

/// A part of a syntax tree, whose places in the text can be visited.
pub trait Spans {
    /// Visits every place in it.
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span));

    /// The same with every place forgotten: what it says, wherever it stands.
    fn without_spans(&self) -> Self
    where
        Self: Clone,
    {
        let mut bare = self.clone();
        bare.each_span(&mut |span| *span = Span::default());
        bare
    }
}

impl Spans for Span {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(self);
    }
}

impl<T: Spans> Spans for Option<T> {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|part| part.each_span(visit));
    }
}

impl<T: Spans> Spans for Vec<T> {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|part| part.each_span(visit));
    }
}

impl<T: Spans> Spans for Box<T> {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.as_mut().each_span(visit);
    }
}

impl<A: Spans, B: Spans> Spans for (A, B) {
    fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.0.each_span(visit);
        self.1.each_span(visit);
    }
}

/// Types that hold no place.
macro_rules! without_places {
    ($($leaf:ty),* $(,)?) => { $(
        impl Spans for $leaf {
            fn each_span(&mut self, _: &mut dyn FnMut(&mut Span)) {}
        }
    )* };
}

/// Structures, each with all of its fields.
macro_rules! structures {
    ($($node:ident $(<$of:ident>)? { $($field:ident),* $(,)? })*) => { $(
        impl $(<$of: Spans>)? Spans for $node $(<$of>)? {
            fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
                let $node { $($field),* } = self;
                $($field.each_span(visit);)*
            }
        }
    )* };
}

/// One choice, with all of its variants and their parts.
macro_rules! choice {
    ($node:ident $(<$of:ident>)? { $($variant:ident $(($($part:ident),*))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl $(<$of: Spans>)? Spans for $node $(<$of>)? {
            #[allow(unused_variables)]
            fn each_span(&mut self, visit: &mut dyn FnMut(&mut Span)) {
                match self {
                    $($node::$variant $(($($part),*))? $({ $($field),* })? => {
                        $($($part.each_span(visit);)*)?
                        $($($field.each_span(visit);)*)?
                    })*
                }
            }
        }
    };
}

without_places! {
    bool, u32, u64, f64, &'static str, String, Date, Instant, Kind, Lang, Medium, Mode, Relation, RecordType, Verdict, Basis,
    NameText, DocumentWord, QuotationText, RatedAs, TimeOf, TimeUnit, DateText, ClaimPart, Direction, Limit, Column, PerField,
    ListingOf, TargetKind, Emptied,
}

structures! {
    Script { statements, trailing_comments }
    Statement { comments, span, body }
    Spanned<T> { node, span }
    Clause { certainly, what, span }
    Entities { exactly, names }
    Name { text, of, runs_on, only, span }
    Quotation { text, lang, span }
    Rated { ever, verdict, according_to, assessed }
    DateExpr { date, span }
    Shaping { order, limit, showing, including_retracted, as_of }
    Listing { of, conditions }
    IdText { text, span }
    Add { what, id, details, span }
    TextLang { text, lang, span }
    RefText { name, doubtful, styled }
    DatedText { date, basis }
    TenureText { role, of, title, since, end }
    SpeakerInRole { who, presented, exactly, former, role, span }
    SpeakerText { who, presented }
    AttestationText { former, role, of, title }
    CitationText { source, locator, via, words }
    WordsText { text, translated }
    Detail { span, value }
    Assess { claim, verdict, id, details, span }
    LinkText { from, relation, to, details, span }
    Correct { target, changes, because, span }
}

choice!(Body { Ask(it), Mutation(it) });
choice!(AsOf { Date(it), Instant(it), Transaction(it) });
choice!(Ask {
    Claims { condition, shaping },
    Count { of, per, shaping },
    Records { listing, shaping },
    Show { target, as_of },
    History { target },
    Explain(it),
});
choice!(Counted { Claims(it), Records(it) });
choice!(Condition { All(parts), Any(parts), Not(part), Clause(it) });
choice!(What {
    About(it),
    By { exactly, speakers },
    AscribedTo(it),
    AddressedTo(it),
    SaidAt(it),
    Citing(it),
    ReadIn(it),
    Containing { exactly, texts },
    Like(it),
    InLanguage(it),
    InMode(it),
    Tagged(it),
    Rated(it),
    Unrated,
    Disputed,
    Linking { relation, to },
    LinkedFrom { relation, from },
    With(it),
    Without(it),
    Doubtful,
    Matching(it),
    Time { of, when },
    Undated,
    RecordedBy(it),
    ChangedBy(it),
});
choice!(Operands<T> { One(it), All(parts), Any(parts) });
choice!(Speaker { Named(it), Unnamed { role, span }, AnyoneNamed(it), InRole(it) });
choice!(Likeness { Text(it), Claim(it) });
choice!(Linked { Claim(it), Claims { condition, span } });
choice!(When { In(it), Since(it), After(it), Before(it), Until(it), Between(one, two) });
choice!(Order { NewestFirst, OldestFirst, Sorted(columns) });
choice!(ListingCondition {
    Named(it),
    Within(it),
    As(it),
    PublishedBy(it),
    Citing(it),
    InLanguage(it),
    Published(it),
    Unnamed,
});
choice!(Target { Record { kind, name }, Link { from, relation, to, span } });
choice!(Mutation {
    Add(it),
    Reading(it),
    Assess(it),
    Link(it),
    Define { id, question, details },
    Correct(it),
    Retract { target, because },
    Restore { target, because },
});
choice!(Added { Entity { kind, unnamed, names }, Source, Claim { statement } });
choice!(DetailValue {
    Text(keyword, it),
    Date(keyword, it),
    Ref(keyword, it),
    Refs(keyword, it),
    Extra(key, value),
    Names(it),
    Plural(it),
    Demonym(it),
    Wikidata(it),
    Tenure(it),
    Author(it),
    Published { by, on },
    Medium(it),
    Language(it),
    Statement(it),
    By(it),
    Mode(it),
    Tagged(it),
    Translation(it),
    ReadIn(it),
    Locator(it),
    Via(it),
    Words(it),
    Verdict(it),
    Rating { value, from, to },
});
choice!(TenureEnd { Until(it), StillOn(it) });
choice!(AuthorText { Name(it), Entity(it) });
choice!(Change { Set(it), Also(it), Without(it), Unnamed(named, span) });
