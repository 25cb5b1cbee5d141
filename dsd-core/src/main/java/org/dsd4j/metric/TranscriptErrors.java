package org.dsd4j.metric;

import org.dsd4j.internal.OwnText;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcDecoder;
import org.dsd4j.text.measure.ErrorRate;

/**
 * The word or character error rate of the decoded outputs of a network trained with CTC. The
 * decoder is the {@linkplain CtcDecoder#greedy best path} unless another is set. Lower is better;
 * it can exceed 1.
 *
 * <p>Outputs are [N, T, labels], targets [N, L] labels, followed by {@link
 * org.dsd4j.data.Dataset#NO_TARGET}.
 */
public final class TranscriptErrors implements Metric {
  private final Alphabet alphabet;
  private final boolean ofWords;
  private final CtcDecoder decoder;

  private TranscriptErrors(Alphabet alphabet, boolean ofWords, CtcDecoder decoder) {
    this.alphabet = alphabet;
    this.ofWords = ofWords;
    this.decoder = decoder;
  }

  /** The word error rate. */
  public static TranscriptErrors ofWords(Alphabet alphabet) {
    return new TranscriptErrors(alphabet, true, CtcDecoder.greedy(alphabet));
  }

  /** The character error rate. */
  public static TranscriptErrors ofCharacters(Alphabet alphabet) {
    return new TranscriptErrors(alphabet, false, CtcDecoder.greedy(alphabet));
  }

  /** A copy that decodes the outputs with this decoder, which must have the same alphabet. */
  public TranscriptErrors decodedBy(CtcDecoder decoder) {
    return new TranscriptErrors(alphabet, ofWords, decoder);
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
  public Running start() {
    ErrorRate errors = ofWords ? ErrorRate.ofWords() : ErrorRate.ofCharacters();
    return new RunningErrors(alphabet, decoder, errors);
  }

  private record RunningErrors(Alphabet alphabet, CtcDecoder decoder, ErrorRate errors)
      implements Running {
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
        String reference = alphabet.decode(labels(target, n * targets, targets));
        int offset = n * steps * labels;
        errors.add(reference, decoder.decode(output, offset, lengths.steps(n, steps), labels));
      }
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
    public void merge(Running other) {
      errors.add(Running.checked(RunningErrors.class, other).errors);
    }

    @Override
    public double[] toNumbers() {
      return errors.toNumbers();
    }

    @Override
    public void merge(double... numbers) {
      errors.addNumbers(numbers);
    }

    @Override
    public double value() {
      return errors.value();
    }
  }

  @Override
  public String toString() {
    return name() + ", " + OwnText.text(decoder);
  }
}
