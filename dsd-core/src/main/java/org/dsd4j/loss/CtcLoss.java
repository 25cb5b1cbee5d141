package org.dsd4j.loss;

import java.util.Locale;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.CtcTarget;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossKernels.Ctc;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber 2006), for
 * sequences of labels that are not aligned to frames: −ln Σ ∏ₜ softmax(logitsₜ)[πₜ] over all
 * alignments π. An alignment has one class for each frame; merging its repetitions and then
 * removing its blanks gives the labels.
 *
 * <p>Outputs are logits [N, T, classes], targets [N, L] class numbers followed by {@link
 * Dataset#NO_TARGET}; a target may be empty. Frames beyond a sequence's length are ignored. As in
 * PyTorch, each sequence's loss is divided by its number of labels, if it has any, and then the
 * mean over sequences is taken. A target that is too long for its frames has the loss 0 and no
 * gradient (PyTorch's {@code zero_infinity}); {@link #checkTarget} rejects it before training.
 */
public final class CtcLoss implements Loss {
  private final Ctc settings;

  /** A loss in which class 0 is the blank. */
  public CtcLoss() {
    this(new Ctc(0, Dataset.NO_TARGET, true));
  }

  private CtcLoss(Ctc settings) {
    this.settings = settings;
  }

  /** Sets the class of the blank, which frames between labels have; 0 by default. */
  public CtcLoss blank(int label) {
    int blank = Check.notNegative("blank of CTC", label);
    return new CtcLoss(new Ctc(blank, settings.padding(), settings.byLength()));
  }

  /** Averages over sequences without dividing each one's loss by its number of labels. */
  public CtcLoss perSequence() {
    return new CtcLoss(new Ctc(settings.blank(), settings.padding(), false));
  }

  @Override
  public String name() {
    return "CTC";
  }

  @Override
  public boolean readsLogits() {
    return true;
  }

  @Override
  public void checkTarget(Shape output, Values target) {
    if (output.rank() != 2) {
      throw new ShapeException("output for CTC", "[T, classes]", output, "keep the frames apart");
    }
    settings.checkClasses(output.last());
    if (target.shape().rank() != 1) {
      throw new ShapeException(
          "target of CTC", "a sequence [L] of labels", target.shape(), "give one row of labels");
    }
    float[] values = target.array();
    int count = CtcTarget.count(settings, values, 0, values.length);
    checkFits(output, target, count, count);
    CtcTarget labels = CtcTarget.of(settings, output.last(), values, 0, values.length);
    checkFits(output, target, count, labels.framesNeeded());
  }

  private static void checkFits(Shape output, Values target, int labels, int framesNeeded) {
    Check.argument(
        framesNeeded <= output.extent(0),
        "target of CTC",
        String.format(
            Locale.ROOT,
            "labels for at most %d frames, one for each label and one between equal neighbours",
            output.extent(0)),
        String.format(
            Locale.ROOT,
            "%s with %d labels, which need %d frames",
            target.shape(),
            labels,
            framesNeeded),
        "leave the sample out or let the network shorten sequences less");
  }

  @Override
  public LossSum evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor) {
    return evaluate(kernels, output, Lengths.whole(), target, gradient, factor);
  }

  @Override
  public LossSum evaluate(
      Kernels kernels,
      Tensor output,
      Lengths lengths,
      Tensor target,
      @Nullable Tensor gradient,
      double factor) {
    return kernels.losses().ctc(settings, output, lengths, target, gradient, factor);
  }

  @Override
  public String toString() {
    return name()
        + (settings.blank() == 0 ? "" : ", blank " + settings.blank())
        + (settings.byLength() ? "" : ", per sequence");
  }
}
