package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Seed;

/**
 * Reads many damaged files of one format: each must be refused, or loaded as it should be, within
 * seconds and little memory. How many there are says the test, or for all formats together the
 * system property {@code dsd.mutations}, of which each format has a share. Equal numbers give equal
 * files, so that the number in a failure's message finds its file again.
 *
 * <p>A line for each format is added to {@code target/mutations.txt}.
 */
public final class Mutations {
  private static final String PROPERTY = "dsd.mutations";
  private static final Path REPORT = Path.of("target", "mutations.txt");

  /**
   * What reading one file may allocate on the heap one after the other. All files here are small; a
   * length that is believed takes more.
   */
  private static final long MOST_BYTES = 16 << 20;

  private static final int MOST_SECONDS = 20;

  /** From so many on, both outcomes are among them. */
  private static final int ENOUGH = 500;

  private final String format;
  private final int count;
  private int refused;
  private long mostBytes;
  private long mostNanos;

  /** What became of a damaged file. */
  public enum Outcome {
    /** An error that names file and reason, and nothing has changed. */
    REFUSED,
    /** Read as its bytes say, or as it was. */
    LOADED
  }

  /** Reads one damaged file, and checks what becomes of it. */
  public interface Reading {
    /** Damages a file as {@code random} says and reads it. */
    Outcome read(RandomGenerator random) throws IOException;
  }

  private Mutations(String format, int count) {
    this.format = format;
    this.count = count;
  }

  /**
   * Mutations of a format.
   *
   * @param format its name, for the report
   * @param percent its share where the property says how many there are
   * @param otherwise how many there are where it does not
   */
  public static Mutations of(String format, int percent, int otherwise) {
    String all = System.getProperty(PROPERTY, "");
    return new Mutations(
        format, all.isBlank() ? otherwise : Math.max(1, Integer.parseInt(all) / 100 * percent));
  }

  /** Reads them all; fails at the first that is not treated as it should be. */
  public void run(Reading reading) throws InterruptedException {
    long started = System.nanoTime();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (int i = 0; i < count; i++) {
        Seed seed = Seed.of(i).derive(format);
        count(i, reader.submit(() -> measured(reading, seed)));
      }
    } finally {
      reader.shutdownNow();
    }
    report((System.nanoTime() - started) / 1e9);
    if (count >= ENOUGH) {
      // Much damage shows, and what does not has to load.
      assertThat(refused).isBetween(count / 4, count - 1);
    }
  }

  private Outcome measured(Reading reading, Seed seed) throws IOException {
    Measured first = Measured.of(reading, seed);
    // Of the first file of a kind, most is for classes that were not loaded before.
    Measured measured = first.bytes < MOST_BYTES ? first : Measured.of(reading, seed);
    mostNanos = Math.max(mostNanos, measured.nanos);
    mostBytes = Math.max(mostBytes, measured.bytes);
    assertThat(mostBytes).as("bytes allocated").isLessThan(MOST_BYTES);
    return measured.outcome;
  }

  private record Measured(Outcome outcome, long bytes, long nanos) {
    static Measured of(Reading reading, Seed seed) throws IOException {
      ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long nanos = System.nanoTime();
      Outcome outcome = reading.read(seed.stream());
      return new Measured(
          outcome, threads.getCurrentThreadAllocatedBytes() - bytes, System.nanoTime() - nanos);
    }
  }

  private void count(int number, Future<Outcome> reading) throws InterruptedException {
    try {
      refused += reading.get(MOST_SECONDS, TimeUnit.SECONDS) == Outcome.REFUSED ? 1 : 0;
    } catch (TimeoutException e) {
      throw new AssertionError(format + " number " + number + " hangs", e);
    } catch (ExecutionException e) {
      throw new AssertionError(format + " number " + number, e.getCause());
    }
  }

  private void report(double seconds) {
    String line =
        String.format(
            Locale.ROOT,
            "%s: %,d damaged, %,d refused, %,d loaded as they should; at most %.1f MB allocated and"
                + " %.0f ms for one; %.0f s in all%n",
            format,
            count,
            refused,
            count - refused,
            mostBytes / 1e6,
            mostNanos / 1e6,
            seconds);
    try {
      Files.writeString(REPORT, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
