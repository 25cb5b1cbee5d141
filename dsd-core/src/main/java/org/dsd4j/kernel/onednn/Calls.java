package org.dsd4j.kernel.onednn;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.dsd4j.kernel.KernelFailedException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs calls; prepares each when it first comes and forgets it with the memory that it is on. */
final class Calls implements AutoCloseable {
  private final SharedScratch scratch = new SharedScratch();
  private final stream queue = new stream(Onednn.engine());
  private final Map<Call, Prepared> prepared = new HashMap<>();
  private final IdentityHashMap<NativeBlock, Set<Call>> byBlock = new IdentityHashMap<>();
  private final IdentityHashMap<Tensor, memory> workspaces = new IdentityHashMap<>();

  /**
   * Carries the call out.
   *
   * @param how puts its primitives together, the first time
   * @throws KernelFailedException if oneDNN fails; the message names the call
   */
  void run(Call call, Consumer<Preparation> how) {
    Prepared ready = prepared.get(call);
    if (ready == null) {
      ready = prepare(call, how);
    }
    try {
      ready.run(queue);
    } catch (RuntimeException e) {
      throw failed(call, "failed", e);
    }
  }

  private Prepared prepare(Call call, Consumer<Preparation> how) {
    Preparation preparation = new Preparation(scratch);
    try {
      how.accept(preparation);
    } catch (RuntimeException e) {
      preparation.done().close(scratch);
      throw failed(call, "cannot be computed by oneDNN", e);
    }
    Prepared done = preparation.done();
    prepared.put(call, done);
    for (Tensor tensor : call.tensors()) {
      if (tensor != null) {
        byBlock
            .computeIfAbsent(OnednnTensor.of(tensor).block(), block -> new HashSet<>())
            .add(call);
      }
    }
    return done;
  }

  private static KernelFailedException failed(Call call, String how, RuntimeException cause) {
    return new KernelFailedException(
        "%s %s (%s); use -Ddsd.kernels=nd4j for such a network and report the settings"
            .formatted(call, how, cause.getMessage()),
        cause);
  }

  /** Keeps what a forward call leaves beside its output for the backward one. */
  void putWorkspace(Tensor output, memory workspace) {
    workspaces.put(output, workspace);
  }

  /** What the forward call that wrote {@code output} left. */
  memory workspace(Tensor output) {
    memory workspace = workspaces.get(output);
    if (workspace == null) {
      throw new IllegalStateException(
          "no forward call has written "
              + output
              + "; pass the very tensor of the forward call to the backward one");
    }
    return workspace;
  }

  /** Forgets all calls on a block, which is about to be given back. */
  void forget(NativeBlock block) {
    Set<Call> calls = byBlock.remove(block);
    if (calls == null) {
      return;
    }
    for (Call call : calls) {
      @Nullable Prepared forgotten = prepared.remove(call);
      if (forgotten != null) {
        forgotten.close(scratch);
      }
      for (Tensor tensor : call.tensors()) {
        workspaces.remove(tensor);
      }
    }
  }

  long bytes() {
    return scratch.bytes() + prepared.values().stream().mapToLong(Prepared::bytes).sum();
  }

  @Override
  public void close() {
    prepared.values().forEach(p -> p.close(scratch));
    prepared.clear();
    byBlock.clear();
    workspaces.clear();
    scratch.close();
    queue.close();
  }
}
