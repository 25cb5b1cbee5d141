package org.dsd4j.data;

import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.OwnText;

/**
 * A change of one sample before it is put into a batch. It returns a new sample, does not modify
 * its argument, and uses {@code random} as its only source of randomness, which is seeded for each
 * sample and epoch, so that results do not depend on the number of workers. Thread-safe.
 */
@FunctionalInterface
public interface Transform {
  /** Returns the changed sample. */
  Sample apply(Sample sample, RandomGenerator random);

  /** This transform, then {@code next}. */
  default Transform then(Transform next) {
    Transform both = (sample, random) -> next.apply(apply(sample, random), random);
    return both.named(OwnText.inOrder(this, next, NamedTransform.NOTHING));
  }

  /**
   * This transform of features, applied to the input with this name of samples with several inputs:
   * {@code Augment.horizontalFlip().on("picture")}.
   */
  default Transform on(String input) {
    Transform onInput =
        (sample, random) -> {
          Map<String, Values> alone = Map.of(Sample.FEATURES, sample.input(input));
          Sample changed = apply(new Sample(alone, sample.targets()), random);
          return new Sample(sample.inputs(), changed.targets())
              .withInput(input, changed.features());
        };
    return onInput.named(OwnText.text(this, "a transform") + " of '" + input + "'");
  }

  /**
   * This transform under a name for tables and provenance, such as {@code random crop}: a lambda
   * has none of its own.
   */
  default Transform named(String name) {
    Check.argument(!name.isBlank(), "name of a transform", "some text", "none", "give it one");
    return new NamedTransform(name, this);
  }

  /** The transform that returns samples unchanged. */
  static Transform identity() {
    return new NamedTransform(NamedTransform.NOTHING, (sample, random) -> sample);
  }
}
