package org.dsd4j.examples.vision;

import org.dsd4j.data.picture.Normalization;
import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.internal.Check;
import org.dsd4j.models.NamedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for normalising pictures before a network. */
final class NormalizationOptions {
  @Option(
      names = "--mean",
      arity = "3",
      paramLabel = "F",
      description = {
        "Means of red, green and blue, from 0 to 1, of the pictures that the weights were trained"
            + " on",
        "(default: ImageNet's; 0.5 for googlenet with --weights, as torchvision's expect)."
      })
  private float @Nullable [] mean;

  @Option(
      names = "--deviation",
      arity = "3",
      paramLabel = "F",
      description =
          "Their deviations; give both or none (default: ImageNet's; 0.5 for googlenet likewise).")
  private float @Nullable [] deviation;

  /** Whether an option is given. */
  boolean isGiven() {
    return mean != null || deviation != null;
  }

  /** The given normalisation, or else the one that published weights of a network expect. */
  Normalization ofWeights(NamedModel model) {
    return orElse(model.pretrainedNormalization().orElseGet(ImageNet::normalization));
  }

  /** The given normalisation, or else ImageNet's. */
  Normalization ofNewWeights() {
    return orElse(ImageNet.normalization());
  }

  private Normalization orElse(Normalization usual) {
    float[] means = mean;
    float[] deviations = deviation;
    if (means == null && deviations == null) {
      return usual;
    }
    if (means == null || deviations == null) {
      throw new IllegalArgumentException(
          Check.message(
              "--mean and --deviation", "both or none", "one of them", "pass the other one too"));
    }
    return Normalization.of(means, deviations);
  }
}
