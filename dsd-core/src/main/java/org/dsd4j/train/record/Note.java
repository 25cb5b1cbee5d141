package org.dsd4j.train.record;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Internal;
import org.slf4j.Logger;

/**
 * Something that a run has to tell beside its numbers, such as what it prunes or that a listener
 * failed. It is logged too, and stands in the result for programs without a logger.
 *
 * @param kind how much it matters
 * @param text one sentence
 */
public record Note(Kind kind, String text) {
  /** How much a note matters. */
  public enum Kind {
    /** What was done as it should be. */
    INFORMATION,
    /** What may not be as it was meant. */
    WARNING
  }

  /** For example {@code warning: listener Slow failed and is told no more}. */
  @Override
  public String toString() {
    return kind == Kind.WARNING ? "warning: " + text : text;
  }

  /** The notes of a run, in the order in which they were taken; of equal ones the first. */
  public static final class Book {
    private final List<Note> notes = new ArrayList<>();

    /** Takes a note of what is well, and logs it. */
    public void information(Logger log, String text) {
      if (add(new Note(Kind.INFORMATION, text))) {
        log.info("{}", text);
      }
    }

    /** Takes a note of what may not be well, and logs it. */
    public void warning(Logger log, String text) {
      if (add(new Note(Kind.WARNING, text))) {
        log.warn("{}", text);
      }
    }

    /** Takes a note of what was logged elsewhere; returns whether there was none of it yet. */
    public synchronized boolean add(Note note) {
      return !notes.contains(note) && notes.add(note);
    }

    /**
     * Takes notes of warnings that were logged elsewhere.
     *
     * @hidden
     */
    @Internal
    public void addAll(List<String> warnings) {
      warnings.forEach(text -> add(new Note(Kind.WARNING, text)));
    }

    /** Puts the notes of the run that goes on before those of this process. */
    public synchronized void takeUp(List<Note> earlier) {
      List<Note> since = List.copyOf(notes);
      notes.clear();
      earlier.forEach(this::add);
      since.forEach(this::add);
    }

    /** The notes so far. */
    public synchronized List<Note> soFar() {
      return List.copyOf(notes);
    }
  }
}
