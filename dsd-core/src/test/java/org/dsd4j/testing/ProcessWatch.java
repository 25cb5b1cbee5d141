package org.dsd4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.dsd4j.internal.ProcessMemory;
import org.dsd4j.train.listen.TrainingListener;

/**
 * Watches what this process holds while it trains: resident memory, the heap that is in use after a
 * collection, open files, threads. Linux only.
 *
 * <p>Files and threads come and go, as checkpoints are written and batches loaded; so the least and
 * the most of a stretch of steps count, and of memory the middle one.
 */
public final class ProcessWatch implements TrainingListener {
  private static final int STEPS_BETWEEN_LOOKS = 5;

  private final int stepsOfStretch;
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<Look> looks = new ArrayList<>();
  private long steps;

  private record Look(long resident, long files, long threads) {}

  /**
   * Some steps.
   *
   * @param lastStep the last of them, from 1
   * @param resident the median of the resident bytes
   * @param heap the bytes in use on the heap at its end, after a collection
   * @param leastFiles the fewest open files
   * @param mostFiles the most
   * @param leastThreads the fewest threads, those of the JVM and of native code among them
   * @param mostThreads the most
   */
  public record Stretch(
      long lastStep,
      long resident,
      long heap,
      long leastFiles,
      long mostFiles,
      long leastThreads,
      long mostThreads) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d,%.2f,%.2f,%d,%d,%d,%d",
          lastStep,
          resident / 1e6,
          heap / 1e6,
          leastFiles,
          mostFiles,
          leastThreads,
          mostThreads);
    }

    /** What {@link #toString} wrote. */
    public static Stretch parse(String line) {
      String[] fields = line.split(",", -1);
      return new Stretch(
          Long.parseLong(fields[0]),
          (long) (Double.parseDouble(fields[1]) * 1e6),
          (long) (Double.parseDouble(fields[2]) * 1e6),
          Long.parseLong(fields[3]),
          Long.parseLong(fields[4]),
          Long.parseLong(fields[5]),
          Long.parseLong(fields[6]));
    }
  }

  /** Looks at stretches of so many steps. */
  public ProcessWatch(int stepsOfStretch) {
    this.stepsOfStretch = stepsOfStretch;
  }

  /** The stretches that are over. */
  public List<Stretch> stretches() {
    return stretches;
  }

  @Override
  public void stepFinished(Step step) {
    steps++;
    if (steps % STEPS_BETWEEN_LOOKS == 0) {
      looks.add(look());
    }
    if (steps % stepsOfStretch == 0) {
      stretches.add(stretch());
      looks.clear();
    }
  }

  private static Look look() {
    return new Look(
        ProcessMemory.residentBytes().orElseThrow(),
        entries(Path.of("/proc/self/fd")),
        entries(Path.of("/proc/self/task")));
  }

  private static long entries(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stretch stretch() {
    System.gc();
    long[] resident = looks.stream().mapToLong(Look::resident).sorted().toArray();
    return new Stretch(
        steps,
        resident[resident.length / 2],
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        files().min().orElseThrow(),
        files().max().orElseThrow(),
        threads().min().orElseThrow(),
        threads().max().orElseThrow());
  }

  private LongStream files() {
    return looks.stream().mapToLong(Look::files);
  }

  private LongStream threads() {
    return looks.stream().mapToLong(Look::threads);
  }
}
