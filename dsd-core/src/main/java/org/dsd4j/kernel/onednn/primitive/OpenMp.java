package org.dsd4j.kernel.onednn.primitive;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The OpenMP library that oneDNN shares with ND4J's CPU backend. Its number of threads is set
 * through ND4J, because oneDNN has no call for it; with another backend all work uses OpenMP's
 * default. A primitive is made for a number of threads and must be both made and run under it.
 */
public final class OpenMp {
  // On an idle machine, two threads compute this many in the time of one synchronisation; on a busy
  // one, synchronisation takes far longer.
  private static final long FEW_OPERATIONS = 2_000_000;

  private OpenMp() {}

  private static final class Loaded {
    // The executioner comes first: ND4J's operations exist once its backend is loaded.
    static final @Nullable NativeOps LIBRARY =
        Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
            ? NativeOpsHolder.getInstance().getDeviceNativeOps()
            : null;
  }

  /**
   * Limits the calling thread to the cores that the process may use. ND4J sets the thread that
   * loads it to all cores of the machine, even if the process is restricted to some of them, as in
   * a container; all other threads get the number of usable cores.
   */
  public static void limit() {
    NativeOps library = Loaded.LIBRARY;
    if (library != null && library.ompGetMaxThreads() > Onednn.threads()) {
      library.setOmpNumThreads(Onednn.threads());
    }
  }

  /**
   * Runs a little work on the calling thread alone, since synchronisation would take longer, and
   * more work on OpenMP's threads.
   *
   * @param operations the cost of the work, as a number of operations of a matrix product
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

  /** Runs work without a result. */
  static void run(long operations, Runnable work) {
    get(
        operations,
        () -> {
          work.run();
          return true;
        });
  }
}
