package org.dsd4j.metric;

import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ErrorRate;

/**
 * The word or character error rate of what a network spells, trained with CTC: at each step the
 * most likely label, repeated labels taken for one and blanks left out, against the target's text.
 * Lower is better; above 1 if more is wrong than there should be.
 *
 * <p>Outputs are [N, T, labels], targets [N, L] labels, {@link org.dsd4j.data.Dataset#NO_TARGET}
 * behind the text's end.
 */
public final class TranscriptErrors implements Metric {
  private final Alphabet alphabet;
  private final boolean ofWords;

  private TranscriptErrors(Alphabet alphabet, boolean ofWords) {
    this.alphabet = alphabet;
    this.ofWords = ofWords;
  }

  /** The word error rate. */
  public static TranscriptErrors ofWords(Alphabet alphabet) {
    return new TranscriptErrors(alphabet, true);
  }

  /** The character error rate. */
  public static TranscriptErrors ofCharacters(Alphabet alphabet) {
    return new TranscriptErrors(alphabet, false);
  }

  @Override
  public String name() {
    return ofWords ? "word error rate" : "character error rate";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public Evaluation start() {
    return new Running(alphabet, ofWords ? ErrorRate.ofWords() : ErrorRate.ofCharacters());
  }

  private record Running(Alphabet alphabet, ErrorRate errors) implements Evaluation {
    @Override
    public void add(Shape outputShape, float[] output, float[] target) {
      add(outputShape, output, Lengths.whole(), target);
    }

    @Override
    public void add(Shape outputShape, float[] output, Lengths lengths, float[] target) {
      int size = outputShape.extent(0);
      int steps = outputShape.extent(1);
      int labels = outputShape.last();
      int targets = target.length / size;
      for (int n = 0; n < size; n++) {
        int[] path = new int[lengths.steps(n, steps)];
        for (int t = 0; t < path.length; t++) {
          path[t] = largest(output, (n * steps + t) * labels, labels);
        }
        String reference = alphabet.decode(labels(target, n * targets, targets));
        errors.add(reference, alphabet.decodePath(path));
      }
    }

    private static int largest(float[] values, int from, int count) {
      int best = 0;
      for (int i = 1; i < count; i++) {
        if (values[from + i] > values[from + best]) {
          best = i;
        }
      }
      return best;
    }

    private static int[] labels(float[] values, int from, int most) {
      int count = 0;
      while (count < most && values[from + count] >= 0) {
        count++;
      }
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = (int) values[from + i];
      }
      return labels;
    }

    @Override
    public double value() {
      return errors.value();
    }
  }
}
