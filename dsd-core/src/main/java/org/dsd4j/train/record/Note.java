package org.dsd4j.train.record;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Internal;
import org.slf4j.Logger;

/**
 * A remark on a run, such as what it prunes or that a listener failed. Notes are also logged; the
 * result contains them for programs without a logger.
 *
 * @param kind its severity
 * @param text one sentence
 */
public record Note(Kind kind, String text) {
  /** The severity of a note. */
  public enum Kind {
    /** A normal event. */
    INFORMATION,
    /** Something that may not be as intended. */
    WARNING
  }

  /** For example {@code warning: listener Slow failed and gets no further events}. */
  @Override
  public String toString() {
    return kind == Kind.WARNING ? "warning: " + text : text;
  }

  /**
   * The warnings among notes, each in a line of its own.
   *
   * @hidden
   */
  @Internal
  public static String warnings(List<Note> notes) {
    StringBuilder text = new StringBuilder();
    notes.stream()
        .filter(note -> note.kind == Kind.WARNING)
        .forEach(note -> text.append("Warning: ").append(note.text).append(System.lineSeparator()));
    return text.toString();
  }

  /** The notes of a run, in order and without duplicates. */
  public static final class Book {
    private final List<Note> notes = new ArrayList<>();

    /** Adds and logs an information. */
    public void information(Logger log, String text) {
      if (add(new Note(Kind.INFORMATION, text))) {
        log.info("{}", text);
      }
    }

    /** Adds and logs a warning. */
    public void warning(Logger log, String text) {
      if (add(new Note(Kind.WARNING, text))) {
        log.warn("{}", text);
      }
    }

    /** Adds a note that was logged elsewhere; returns whether it is new. */
    public synchronized boolean add(Note note) {
      return !notes.contains(note) && notes.add(note);
    }

    /**
     * Adds warnings that were logged elsewhere.
     *
     * @hidden
     */
    @Internal
    public void addAll(List<String> warnings) {
      warnings.forEach(text -> add(new Note(Kind.WARNING, text)));
    }

    /** Inserts the notes of the resumed run before those of this process. */
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
