package org.dsd4j.text.measure;

import java.util.List;
import java.util.Locale;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.text.Tokenizer;

/**
 * The word or character error rate of transcripts: all {@linkplain EditCounts#distance() errors}
 * divided by the length of all references. It exceeds 1 if there are more errors than reference
 * tokens.
 *
 * <p>An empty reference adds the hypothesis's tokens to the errors and nothing to the length. Texts
 * are compared without any normalisation: differences in case and punctuation are errors. Mutable:
 * add transcripts, then read the value.
 */
public final class ErrorRate {
  private final String name;
  private final Tokenizer tokenizer;
  private EditCounts counts = EditCounts.NONE;
  private long transcripts;
  private long wrongTranscripts;

  private ErrorRate(String name, Tokenizer tokenizer) {
    this.name = name;
    this.tokenizer = tokenizer;
  }

  /** The word error rate; words are separated by white space. */
  public static ErrorRate ofWords() {
    return new ErrorRate("word error rate", Tokenizer.whitespace());
  }

  /**
   * The character error rate. White space at the ends is ignored, and a run of it between words is
   * one space, which counts as a character.
   */
  public static ErrorRate ofCharacters() {
    Tokenizer words = Tokenizer.whitespace();
    Tokenizer characters = Tokenizer.characters();
    return new ErrorRate(
        "character error rate", text -> characters.tokens(String.join(" ", words.tokens(text))));
  }

  /**
   * Adds a transcript.
   *
   * @param reference the correct transcript
   * @param hypothesis the transcript to judge
   */
  public void add(String reference, String hypothesis) {
    add(tokenizer.tokens(reference), tokenizer.tokens(hypothesis));
  }

  /** Adds a transcript of tokens of any kind. */
  public void add(List<?> reference, List<?> hypothesis) {
    EditCounts edits = EditDistance.between(reference, hypothesis);
    counts = counts.plus(edits);
    transcripts++;
    wrongTranscripts += edits.distance() > 0 ? 1 : 0;
  }

  /**
   * Takes all transcripts that another one took.
   *
   * @throws IllegalArgumentException if that counts other errors
   */
  public void add(ErrorRate other) {
    Check.argument(
        name.equals(other.name),
        name,
        "another one to add",
        other.name,
        "add up rates of one kind");
    counts = counts.plus(other.counts);
    transcripts += other.transcripts;
    wrongTranscripts += other.wrongTranscripts;
  }

  /**
   * All transcripts so far as numbers: matches, substitutions, deletions, insertions, transcripts
   * and those of them with errors.
   *
   * @hidden
   */
  @Internal
  public double[] toNumbers() {
    return new double[] {
      counts.matches(),
      counts.substitutions(),
      counts.deletions(),
      counts.insertions(),
      transcripts,
      wrongTranscripts
    };
  }

  /**
   * Takes all transcripts that another one took.
   *
   * @param numbers its {@link #toNumbers}
   * @hidden
   */
  @Internal
  public void addNumbers(double... numbers) {
    long[] taken = Check.counts("counts of a " + name, 6, numbers);
    counts = counts.plus(new EditCounts(taken[0], taken[1], taken[2], taken[3]));
    transcripts += taken[4];
    wrongTranscripts += taken[5];
  }

  /** The counts of all edits so far. */
  public EditCounts counts() {
    return counts;
  }

  /**
   * The rate over all transcripts so far.
   *
   * @throws IllegalStateException if all references so far were empty
   */
  public double value() {
    if (counts.referenceLength() == 0) {
      throw new IllegalStateException(
          name + " of nothing: add a transcript whose reference is not empty first");
    }
    return (double) counts.distance() / counts.referenceLength();
  }

  /**
   * The fraction of transcripts with at least one error.
   *
   * @throws IllegalStateException if no transcript was added
   */
  public double sentenceErrorRate() {
    if (transcripts == 0) {
      throw new IllegalStateException("sentence error rate of nothing: add a transcript first");
    }
    return (double) wrongTranscripts / transcripts;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d substitutions, %d deletions, %d insertions, reference length %d",
        name,
        counts.substitutions(),
        counts.deletions(),
        counts.insertions(),
        counts.referenceLength());
  }
}
