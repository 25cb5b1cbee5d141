package org.dsd4j.nn.plan;

import java.util.List;
import java.util.Locale;
import org.dsd4j.nn.spec.Mode;

/**
 * The memory that a network holds, without the scratch of its kernels and the state of optimizers.
 *
 * @param plans the layouts of values and gradients, the one used last at the end
 * @param planBytes the bytes of all; those for inference share one stretch
 * @param parameterBytes the bytes of parameters, statistics and masks
 * @param gradientBytes the bytes of the parameters' gradients so far
 */
public record MemoryUse(List<Held> plans, long planBytes, long parameterBytes, long gradientBytes) {
  private static final double MEGA = 1e6;

  /**
   * One layout.
   *
   * @param mode for computations in this mode
   * @param batchSize on batches of this size
   * @param bytes the bytes of its tensors
   * @param bytesUnshared the bytes that its tensors would take without sharing
   * @param tensors how many tensors it holds
   */
  public record Held(Mode mode, int batchSize, long bytes, long bytesUnshared, int tensors) {
    /** For example {@code training, batch 128: 41.2 MB, 163.5 MB without sharing, 97 tensors}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s, batch %d: %.1f MB, %.1f MB without sharing, %d tensors",
          mode.name().toLowerCase(Locale.ROOT),
          batchSize,
          bytes / MEGA,
          bytesUnshared / MEGA,
          tensors);
    }
  }

  /** Copies the list. */
  public MemoryUse {
    plans = List.copyOf(plans);
  }

  /** The bytes of plans, parameters and gradients. */
  public long totalBytes() {
    return planBytes + parameterBytes + gradientBytes;
  }

  /** One line for each plan, then the sums for plans, parameters, gradients and all. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    plans.forEach(plan -> text.append(plan).append(System.lineSeparator()));
    return text.append(
            String.format(
                Locale.ROOT,
                "plans %.1f MB, parameters %.1f MB, gradients %.1f MB, total %.1f MB",
                planBytes / MEGA,
                parameterBytes / MEGA,
                gradientBytes / MEGA,
                totalBytes() / MEGA))
        .toString();
  }
}
