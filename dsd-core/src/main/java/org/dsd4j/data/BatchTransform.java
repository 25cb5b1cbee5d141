package org.dsd4j.data;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;

/**
 * A change of a whole batch, such as mixing its samples, after each sample was transformed
 * separately. Its only source of randomness is {@code random}, which is seeded for each batch and
 * epoch, so that results do not depend on the number of workers. Thread-safe.
 */
@FunctionalInterface
public interface BatchTransform {
  /**
   * Returns the changed batch, with features of the same shape. The argument may be modified and
   * returned, but must not be kept.
   */
  Batch apply(Batch batch, RandomGenerator random);

  /** The transform that returns batches unchanged. */
  static BatchTransform identity() {
    BatchTransform same = (batch, random) -> batch;
    return same.named("none");
  }

  /**
   * This transform under a name for provenance; a run can be resumed only with one of the same
   * name. A lambda has none of its own.
   */
  default BatchTransform named(String name) {
    Check.argument(
        !name.isBlank(), "name of a batch transform", "some text", "none", "give it one");
    BatchTransform function = this;
    return new BatchTransform() {
      @Override
      public Batch apply(Batch batch, RandomGenerator random) {
        return function.apply(batch, random);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }
}
