package org.dsd4j.nn.plan;

import java.util.List;
import java.util.Locale;
import org.dsd4j.nn.spec.Mode;

/**
 * What memory a network holds, scratch of its kernels and state of optimizers apart.
 *
 * @param plans the layouts of values and gradients, the one that was used last at the end
 * @param planBytes what they take all together; those for inference lie one on the other
 * @param parameterBytes what parameters, statistics and masks take
 * @param gradientBytes what the parameters' gradients take so far
 */
public record MemoryUse(List<Held> plans, long planBytes, long parameterBytes, long gradientBytes) {
  private static final double MEGA = 1e6;

  /**
   * One layout.
   *
   * @param mode for computations in this mode
   * @param batchSize on batches of this size
   * @param bytes what its tensors take
   * @param bytesUnshared what its tensors would take if no two shared memory
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

  /** A copy that stays as it is. */
  public MemoryUse {
    plans = List.copyOf(plans);
  }

  /** All together. */
  public long totalBytes() {
    return planBytes + parameterBytes + gradientBytes;
  }

  /** One line for each plan, then all plans, parameters, gradients and the sum. */
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
