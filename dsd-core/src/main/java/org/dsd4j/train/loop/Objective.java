package org.dsd4j.train.loop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.evaluate.Matching;
import org.dsd4j.evaluate.SampleTargets;
import org.dsd4j.evaluate.TargetTensors;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.internal.Numerals;
import org.dsd4j.internal.OwnText;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Softmax;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.train.record.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objective of training: the weighted sum of the losses of one or more outputs, each compared
 * with its target. The first is the main one, which validation reports.
 *
 * @hidden
 */
@Internal
public final class Objective {
  private static final Logger LOG = LoggerFactory.getLogger(Objective.class);

  private final Network network;
  private final List<Part> parts;

  /**
   * One output's loss.
   *
   * @param output the output's name
   * @param target the name of its target, if it is not the output's
   * @param loss the loss
   * @param weight its factor
   */
  public record Part(String output, Optional<String> target, Loss loss, double weight) {
    /** The loss of an output that is compared with the target of its name, or the only one. */
    public Part(String output, Loss loss, double weight) {
      this(output, Optional.empty(), loss, weight);
    }

    private Matching.Compared compared() {
      return new Matching.Compared(output, target);
    }

    private String words() {
      return Numerals.text(weight)
          + " × "
          + OwnText.text(loss)
          + " of "
          + output
          + target.map(name -> " to " + name).orElse("");
    }
  }

  public Objective(Network network, List<Part> parts) {
    this.network = network;
    this.parts = List.copyOf(parts);
    Set<String> outputs = new HashSet<>();
    for (Part part : parts) {
      Check.argument(
          outputs.add(part.output),
          "losses",
          "one for each output",
          "two of '" + part.output + "', the first of which is the main output",
          "write one loss that is the sum of both, or name another output");
      Check.argument(
          network.outputShapes().containsKey(part.output),
          "loss",
          "an output of the network, one of " + network.outputShapes().keySet(),
          part.output,
          "name an output");
    }
  }

  /** One loss, of the main output. */
  public static Objective of(Network network, Loss loss) {
    String main = network.outputShapes().keySet().iterator().next();
    return new Objective(network, List.of(new Part(main, loss, 1)));
  }

  /** Notes a loss of logits on an output that is already a softmax or sigmoid. */
  void noteProbabilities(Note.Book notes) {
    parts.forEach(part -> noteProbabilities(part, notes));
  }

  private void noteProbabilities(Part part, Note.Book notes) {
    network.nodes().stream()
        .filter(node -> node.name().equals(part.output) && part.loss.readsLogits())
        .filter(node -> node.layer() instanceof Softmax || isSigmoid(node.layer()))
        .forEach(
            node ->
                notes.warning(
                    LOG,
                    Check.message(
                        "loss (" + part.loss + ")",
                        "logits",
                        "probabilities of layer '%s' (%s), of which it takes the softmax or sigmoid once more"
                            .formatted(node.name(), node.layer()),
                        "train without that layer, and apply it to predictions")));
  }

  private static boolean isSigmoid(Layer layer) {
    return layer instanceof Activate activate
        && activate.function().kind() == Activation.Kind.SIGMOID;
  }

  /**
   * Checks that a data set has a target for each loss and metric, and every one of them; the
   * message names the sample.
   */
  void check(Dataset dataset, List<Metric> metrics) {
    Set<String> targets = dataset.spec().targets().keySet();
    parts.forEach(part -> part.compared().targetIn(targets));
    metrics.forEach(metric -> main().compared().by(metric).targetIn(targets));
    AtomicBoolean counts = new AtomicBoolean();
    SampleTargets.check(
        network,
        dataset,
        sample -> {
          parts.forEach(part -> sample.check(part.loss, part.compared()));
          Shape output = sample.output(main().output);
          Values target = sample.target(main().compared());
          counts.set(counts.get() || main().loss.counts(output, target));
          metrics.forEach(metric -> sample.check(metric, main().compared()));
        });
    Check.argument(
        counts.get(),
        "targets of " + dataset.name(),
        "some that count in the loss (" + main().loss + ")",
        "none in " + dataset.size() + " samples",
        "look at the labels, at which of them the loss ignores and at its class weights");
  }

  private Part main() {
    return parts.get(0);
  }

  /** The loss of each output; leaves every output's gradient in the pass. */
  List<LossSum> evaluateWithGradients(NetworkPass pass, TargetTensors.OfBatch targets) {
    List<LossSum> losses = new ArrayList<>();
    for (Part part : parts) {
      Tensor gradient = pass.outputGradient(part.output);
      Tensor output = pass.output(part.output);
      Tensor target = targets.of(part.compared());
      Kernels kernels = network.kernels();
      Lengths lengths = pass.outputLengths(part.output);
      losses.add(part.loss.evaluate(kernels, output, lengths, target, gradient, part.weight));
    }
    return losses;
  }

  /** The weighted sum of the means of all outputs' losses. */
  double total(List<LossSum> losses) {
    double total = 0;
    for (int i = 0; i < parts.size(); i++) {
      total += parts.get(i).weight * losses.get(i).mean();
    }
    return total;
  }

  /** Measures the main output's loss and these metrics. */
  Evaluator evaluator() {
    Evaluator evaluator = Evaluator.of(network).loss(main().loss);
    return main().target.map(evaluator::target).orElse(evaluator);
  }

  @Override
  public String toString() {
    return parts.size() == 1
        ? OwnText.text(parts.get(0).loss)
            + parts.get(0).target.map(name -> " to " + name).orElse("")
        : parts.stream().map(Part::words).collect(Collectors.joining("; "));
  }
}
