package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.List;
import java.util.Locale;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.ComputeThreads;
import org.dsd4j.kernel.choice.JavaCppLimit;
import org.dsd4j.kernel.choice.KernelsUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The oneDNN library, loaded on first use, with one CPU engine for the process. */
public final class Onednn {
  private static final Logger LOG = LoggerFactory.getLogger(Onednn.class);

  private Onednn() {}

  private static final class Loaded {
    static final engine ENGINE;
    static final List<String> WARNINGS;

    static {
      boolean lifted = JavaCppLimit.lift();
      ENGINE = new engine(engine.kind.cpu, 0);
      long limit = Pointer.maxPhysicalBytes();
      WARNINGS = lifted && limit > 0 ? List.of(limitMessage(limit)) : List.of();
      WARNINGS.forEach(LOG::warn);
    }
  }

  private static String limitMessage(long bytes) {
    return Check.message(
        "JavaCPP's limit on this process's memory",
        "none",
        String.format(
            Locale.ROOT,
            "%,d bytes, read when JavaCPP was used before ND4J and the first network",
            bytes),
        "start Java with -D" + JavaCppLimit.PROPERTY + "=0");
  }

  /** Loads the library. */
  public static void load() {
    try {
      engine();
    } catch (LinkageError e) {
      throw new KernelsUnavailableException(
          "oneDNN",
          "add org.bytedeco:dnnl and org.bytedeco:opencl with this platform's classifier (and"
              + " org.bytedeco:javacpp likewise) to the class path, or compute without it by"
              + " -Ddsd.kernels=nd4j",
          e);
    }
  }

  public static engine engine() {
    return Loaded.ENGINE;
  }

  /** Conditions that slow it down in this process. */
  public static List<String> warnings() {
    return Loaded.WARNINGS;
  }

  /** For example {@code oneDNN 3.8.1}. */
  public static String version() {
    dnnl_version_t version = dnnl_version();
    return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
  }

  /**
   * The number that OpenMP is set to, else one for each core; fewer in threads that are {@linkplain
   * ComputeThreads limited}.
   */
  public static int threads() {
    return Math.min(Whole.THREADS, ComputeThreads.most());
  }

  private static final class Whole {
    static final int THREADS = threads(System.getenv("OMP_NUM_THREADS"));

    static int threads(@Nullable String set) {
      return set != null && set.matches("[1-9]\\d{0,3}")
          ? Integer.parseInt(set)
          : Runtime.getRuntime().availableProcessors();
    }
  }

  /** Whether the processor supports products in bfloat16. */
  public static boolean hasBfloat16() {
    int isa = dnnl_get_effective_cpu_isa();
    return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
  }

  /** Attributes of primitives whose scratchpad the caller provides. */
  public static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
    return attributes;
  }

  /** These attributes with operations on each result before it is stored. */
  public static primitive_attr attributes(post_ops postOps) {
    primitive_attr attributes = attributes();
    attributes.set_post_ops(postOps);
    return attributes;
  }
}
