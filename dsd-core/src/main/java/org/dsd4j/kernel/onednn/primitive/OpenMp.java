package org.dsd4j.kernel.onednn.primitive;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The OpenMP library that oneDNN shares with ND4J's CPU backend, which is asked because oneDNN has
 * no call for it; with another backend all work is done on as many cores as OpenMP takes.
 * Primitives are made for a number of threads and must be made under it as well as run.
 */
public final class OpenMp {
  // Two threads multiply this in the time in which one waits for the other on an idle machine, and
  // far faster than it waits on a busy one.
  private static final long FEW_OPERATIONS = 2_000_000;

  private OpenMp() {}

  private static final class Loaded {
    static final int MOST_THREADS = Onednn.threads();

    // Asked of the executioner first: ND4J's operations are there once its backend is.
    static final @Nullable NativeOps LIBRARY =
        Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
            ? NativeOpsHolder.getInstance().getDeviceNativeOps()
            : null;
  }

  /**
   * Takes threads beyond those that the process may run at once away from the calling thread. The
   * one that loads ND4J is given one for each core of the machine, even where the process is held
   * to some of them, as in a container; all others get as many as there are cores to run on.
   */
  public static void limit() {
    NativeOps library = Loaded.LIBRARY;
    if (library != null && library.ompGetMaxThreads() > Loaded.MOST_THREADS) {
      library.setOmpNumThreads(Loaded.MOST_THREADS);
    }
  }

  /**
   * Does work on the caller's core alone if it is little, since to wait for other cores would take
   * longer, else on as many as OpenMP takes.
   *
   * @param operations how many operations of a matrix product take as long
   */
  public static <T> T get(long operations, Supplier<T> work) {
    NativeOps library = operations > FEW_OPERATIONS ? null : Loaded.LIBRARY;
    if (library == null) {
      return work.get();
    }
    int threads = library.ompGetMaxThreads();
    library.setOmpNumThreads(1);
    try {
      return work.get();
    } finally {
      library.setOmpNumThreads(threads);
    }
  }

  /** The same of work without a result. */
  static void run(long operations, Runnable work) {
    get(
        operations,
        () -> {
          work.run();
          return true;
        });
  }
}
