package org.dsd4j.io;

import java.nio.file.Path;
import java.util.BitSet;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.TensorChecks;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;

/**
 * Checks the values in a file before any of them is written into a network.
 *
 * @param file the file, for messages
 * @hidden
 */
@Internal
public record ValueCheck(Path file) {
  /** Throws if a value is not finite in single precision. */
  void finite(NamedTensor tensor) {
    TensorChecks.firstNotFinite(tensor)
        .ifPresent(
            index -> {
              throw new CorruptDataException(
                  element(tensor, index),
                  "a finite number",
                  "infinity or not a number in single precision",
                  "take weights from before they were lost");
            });
  }

  /** Reads a mask; throws if a value is neither 0 nor 1. */
  public Mask mask(NamedTensor tensor, Shape shape) {
    BitSet kept = new BitSet(Math.toIntExact(shape.elements()));
    tensor.floats(
        (from, run) -> {
          for (int i = 0; i < run.limit(); i++) {
            float value = run.get(i);
            if (value != 0 && value != 1) {
              throw new CorruptDataException(
                  element(tensor, from + i), "0 or 1", value, "write the mask again");
            }
            kept.set((int) from + i, value == 1);
          }
        });
    return Mask.of(shape, kept);
  }

  /** Throws if a weight is not zero where the file's mask prunes it. */
  void zeroUnderFilesMask(NamedTensor weight, Mask mask) {
    forEachMasked(
        weight,
        mask,
        (index, value) -> {
          throw new CorruptDataException(
              element(weight, index),
              "0, as the file's mask has it",
              value,
              "write weights and masks together, from one network");
        });
  }

  /** Throws if a weight is not zero where the network's mask prunes it. */
  void zeroUnderNetworksMask(NamedTensor weight, Mask mask) {
    forEachMasked(
        weight,
        mask,
        (index, value) -> {
          throw new WeightMismatchException(
              file,
              "zeros in " + weight.name() + " where the network's mask holds it at zero",
              "no mask, and " + value + " at element " + index,
              "call dropMask() on the network's parameters first, or load a file with its masks");
        });
  }

  private interface ValueReader {
    void read(long index, float value);
  }

  /** Passes on the values that are not zero although masked. */
  private static void forEachMasked(NamedTensor weight, Mask mask, ValueReader reader) {
    weight.floats(
        (from, run) -> {
          for (int i = 0; i < run.limit(); i++) {
            if (run.get(i) != 0 && !mask.keeps((int) from + i)) {
              reader.read(from + i, run.get(i));
            }
          }
        });
  }

  private String element(NamedTensor tensor, long index) {
    return file + ", element " + index + " of " + tensor.name();
  }
}
