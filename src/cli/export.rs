//! `dictum query` and `dictum export`: an answer, or the whole database, in any format.

use crate::cli::commands::{Done, Program, counted};
use crate::cli::destination::Output;
use crate::cli::failure::{Failure, found_in};
use crate::cli::shape::Shape;
use crate::language;
use crate::model::Problem;
use crate::output::format::File;
use crate::session::Session;
use crate::session::writing::Writing;
use crate::store::folder::Folder;

impl Program<'_> {
    /// Answers one question.
    pub(super) fn query(&self, question: &str, shape: &Shape) -> Done {
        let writing = shape.writing("table", self.terminal.styles().0)?;
        // What cannot be a question needs no database to say so.
        language::parse_ask(question).or_else(|problem| self.refused(question, problem))?;
        self.write_answer(question, &writing, shape)
    }

    /// A question that cannot be read, said with what the database knows where there is one.
    fn refused<T>(&self, question: &str, problem: Problem) -> Result<T, Failure> {
        let known = match Folder::is_database(&self.database()) {
            true => self.open(false)?.ask(question).err(),
            false => None,
        };
        Err(found_in("query", question)(known.unwrap_or(problem).into()))
    }

    /// Writes the records of an answer or of the whole database, or an answer.
    pub(super) fn export(&self, question: Option<&str>, shape: &Shape, with_history: bool) -> Done {
        let writing = shape.writing("interchange", self.terminal.styles().0)?;
        let writing = Writing { with_history, ..writing };
        if let Some(question) = question {
            return self.write_answer(question, &writing, shape);
        }
        let mut session = self.open_shaped(false, shape)?;
        let mut out = self.destination(&writing, shape)?;
        let written = session.write_all(&writing, out.writer()).map_err(|problem| out.instead_of(problem))?;
        out.finish()?;
        self.say_records(written.count, &session);
        written.losses.sentences().iter().for_each(|line| self.terminal.say(line));
        Ok(())
    }

    fn write_answer(&self, question: &str, writing: &Writing, shape: &Shape) -> Done {
        let mut session = self.open_shaped(false, shape)?;
        let mut out = self.destination(writing, shape)?;
        let written = session.write(question, writing, out.writer());
        self.say_done(&mut session);
        let (answer, written) = written.map_err(|problems| out.instead_of_all(problems, question))?;
        out.finish()?;
        match answer {
            Some(answer) => self.terminal.say_closing(&answer, writing, shape.output.is_some()),
            None => self.say_records(written.count, &session),
        }
        written.losses.sentences().iter().for_each(|line| self.terminal.say(line));
        Ok(())
    }

    /// Where it goes: what is no text goes to no terminal.
    fn destination(&self, writing: &Writing, shape: &Shape) -> Result<Output, Failure> {
        let to_terminal = shape.output.is_none() && self.terminal.styles().0.is_terminal();
        if to_terminal && writing.format.file == File::Binary {
            let row = writing.format;
            return Err(Problem::usage(format!("`{}` is no text that a terminal could show", row.name))
                .hint(format!("write it to a file: --output answer.{}", row.extension))
                .into());
        }
        Output::open(shape.output.as_deref(), &self.database())
    }

    fn say_records(&self, count: usize, session: &Session) {
        let digest = session.store().digest();
        self.terminal.say(&format!("{} written; digest {digest}", counted(count as u64, "record")));
    }
}
