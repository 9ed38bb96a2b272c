//! A file of records, read by several threads at once: the lines are dealt out in batches, and what each batch gives
//! comes back in the order of the file. A few batches are under way at a time, so memory does not grow with the file.

use std::collections::VecDeque;
use std::io::BufRead;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use crate::model::Problem;
use crate::model::problem::Problems;

use super::incoming::Incoming;
use super::lines::{Input, ends_reading, read_bytes};

/// The text of a batch, in bytes: enough that handing it over costs nothing beside reading it.
const BATCH: usize = 256 << 10;
/// How many batches a thread has before it, so that none waits for the one who takes them.
const AHEAD: usize = 3;

/// What some lines give that stand together in a file.
pub struct Batch<T> {
    /// In the order of the lines: what was prepared of a record or retraction, or all that is wrong with a line.
    pub given: Vec<Result<T, Problems>>,
    /// How many bytes of the file lie up to the end of these lines.
    pub bytes: u64,
}

/// Reads a file like [`super::Lines`] – the same records, the same problems, in the same order – in so many threads.
/// There too, `prepare` makes of each record what does not need to be made one after the other; a record that
/// is no longer needed is best let go of there, as memory is given back cheapest where it was taken. `take` is given the
/// batches in the thread that called, which also reads the file; it need not take them all.
pub fn read_in_parallel<R: BufRead, T: Send, U>(
    input: R,
    threads: usize,
    prepare: impl Fn(Incoming) -> T + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = Batch<T>>) -> U,
) -> U {
    let threads = threads.max(1);
    let (jobs, queue) = channel();
    let (queue, prepare) = (Mutex::new(queue), &prepare);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| work(&queue, prepare));
        }
        let most = threads * AHEAD;
        take(&mut Batches { input: Some(Input::new(input)), jobs, under_way: VecDeque::new(), most })
    })
}

/// Some lines that nobody has read yet.
struct Text {
    bytes: Vec<u8>,
    /// Where each line ends.
    ends: Vec<usize>,
    first_line: usize,
    /// What was wrong behind the last line.
    problem: Option<Problem>,
    /// How many bytes of the file lie up to its end.
    read: u64,
}

impl Text {
    /// The next lines of a file; nothing at its end.
    fn next(input: &mut Input<impl BufRead>) -> Option<Text> {
        let (mut bytes, mut ends, mut problem) = (Vec::with_capacity(BATCH + BATCH / 8), Vec::new(), None);
        let first_line = input.line + 1;
        while bytes.len() < BATCH && problem.is_none() {
            match input.append_line(&mut bytes) {
                Ok(true) => ends.push(bytes.len()),
                Ok(false) => break,
                Err(found) => problem = Some(found),
            }
        }
        let some = !ends.is_empty() || problem.is_some();
        some.then_some(Text { bytes, ends, first_line, problem, read: input.bytes })
    }

    fn read<T>(self, prepare: impl Fn(Incoming) -> T) -> Batch<T> {
        let mut given = Vec::with_capacity(self.ends.len() + 1);
        let mut start = 0;
        for (at, end) in self.ends.iter().enumerate() {
            let read = read_bytes(&self.bytes[start..*end], self.first_line + at);
            given.extend(read.map(|read| read.map(&prepare)));
            start = *end;
        }
        given.extend(self.problem.map(|problem| Err(problem.into())));
        Batch { given, bytes: self.read }
    }
}

/// A text to read, and where what it gives is waited for.
struct Job<T> {
    text: Text,
    reply: SyncSender<Batch<T>>,
}

/// What each thread does, until there is nothing more to do.
fn work<T>(queue: &Mutex<Receiver<Job<T>>>, prepare: impl Fn(Incoming) -> T) {
    loop {
        let Ok(queue) = queue.lock() else { return };
        let Ok(Job { text, reply }) = queue.recv() else { return };
        drop(queue);
        // Nobody waits any more where the batches were not all taken.
        let _ = reply.send(text.read(&prepare));
    }
}

/// The batches of a file, in order.
struct Batches<R, T> {
    /// Nothing once it has ended.
    input: Option<Input<R>>,
    jobs: Sender<Job<T>>,
    under_way: VecDeque<Receiver<Batch<T>>>,
    most: usize,
}

impl<R: BufRead, T> Batches<R, T> {
    fn deal_out(&mut self) {
        while let Some(input) = self.input.as_mut().filter(|_| self.under_way.len() < self.most) {
            let Some(text) = Text::next(input) else {
                self.input = None;
                return;
            };
            if text.problem.as_ref().is_some_and(ends_reading) {
                self.input = None;
            }
            let (reply, waiting) = sync_channel(1);
            self.under_way.push_back(waiting);
            // It fails only where every thread is gone, and then the reply fails too.
            let _ = self.jobs.send(Job { text, reply });
        }
    }
}

impl<R: BufRead, T> Iterator for Batches<R, T> {
    type Item = Batch<T>;

    /// # Panics
    /// When a thread did: that batch is lost, and what comes after it must not be taken for the whole.
    fn next(&mut self) -> Option<Batch<T>> {
        self.deal_out();
        let waiting = self.under_way.pop_front()?;
        Some(waiting.recv().expect("a thread gives back what it was given to read"))
    }
}
