package org.dsd4j.study.task;

import java.util.function.BiFunction;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetSplit;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;

/**
 * The data of a task for one seed, in three parts. The validation part chooses epochs and settings;
 * the test part is measured once, after an arm is trained.
 *
 * @param training the samples to train on
 * @param validation samples from the same source as the training samples, with the same label noise
 *     if they have some
 * @param test clean samples that nothing else sees
 */
public record StudyData(Dataset training, Dataset validation, Dataset test) {
  /**
   * Checks that no part is another one.
   *
   * @throws IllegalArgumentException if two parts hold the same samples
   */
  public StudyData {
    different("test", test, "training", training);
    different("validation", validation, "training", training);
    different("test", test, "validation", validation);
  }

  /**
   * Splits a validation part from the training samples, by class if targets are classes.
   *
   * @param validationShare the share of the samples that becomes the validation part, such as 0.1
   */
  public static StudyData of(Dataset training, double validationShare, Dataset test, Seed seed) {
    Check.argument(
        validationShare > 0 && validationShare < 1,
        "validation share",
        "a share of the training samples above 0 and below 1",
        validationShare,
        "pass one such as 0.1");
    DatasetSplit parts = training.split(1 - validationShare, seed.derive("validation"));
    return new StudyData(parts.training(), parts.validation(), test);
  }

  /**
   * The same with changed training and validation parts, each with a seed of its own; the test part
   * stays clean.
   *
   * @param change changes a part, such as {@code (part, s) -> LabelNoise.symmetric(part, 0.4, s)}
   */
  public StudyData changed(Seed seed, BiFunction<Dataset, Seed, Dataset> change) {
    return new StudyData(
        change.apply(training, seed.derive("changed training")),
        change.apply(validation, seed.derive("changed validation")),
        test);
  }

  private static void different(String name, Dataset part, String otherName, Dataset other) {
    // Sizes are compared first, because fingerprints take time.
    boolean same = part.size() == other.size() && part.fingerprint().equals(other.fingerprint());
    Check.argument(
        !same,
        name + " part",
        "other samples than those of the " + otherName + " part",
        "the same " + part.size() + " samples",
        "pass data of its own for each part");
  }
}
