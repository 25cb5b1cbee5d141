package org.dsd4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.nn.Network;
import org.dsd4j.train.loop.Objective;
import org.jspecify.annotations.Nullable;

/** The losses that a trainer's builder was given. */
final class LossSettings {
  private final List<Objective.Part> further = new ArrayList<>();
  private @Nullable Loss main;
  private Optional<String> mainTarget = Optional.empty();

  /** Sets the loss of the main output, and the name of its target if it has another name. */
  void main(Loss loss, Optional<String> target) {
    main = Check.once("loss", main, loss);
    mainTarget = target;
  }

  /** Adds the loss of a further output. */
  void add(String output, Optional<String> target, Loss loss, double weight) {
    Objective.Part added =
        new Objective.Part(
            Check.given("output", output),
            target,
            Check.given("loss", loss),
            Check.positive("weight of the loss", weight));
    for (Objective.Part known : further) {
      Check.once(
          "loss of output '" + output + "'", known.output().equals(output) ? known : null, added);
    }
    further.add(added);
  }

  /**
   * What a network is trained to minimise.
   *
   * @throws IllegalArgumentException if the main output has no loss, or a loss does not fit
   */
  Objective objective(Network network) {
    List<Objective.Part> parts = new ArrayList<>();
    String mainOutput = network.outputShapes().keySet().iterator().next();
    Loss loss = TrainingBuilder.required("loss", main);
    parts.add(new Objective.Part(mainOutput, mainTarget, loss, 1));
    parts.addAll(further);
    return new Objective(network, parts);
  }
}
