package org.dsd4j.kernel.onednn.primitive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.dsd4j.kernel.KernelFailedException;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.jspecify.annotations.Nullable;

/** Runs calls; prepares each when it first comes and forgets it with the memory that it is on. */
public final class Calls implements AutoCloseable {
  private final SharedScratch scratch = new SharedScratch();
  private final stream queue = new stream(Onednn.engine());
  private final Map<Call, Prepared> prepared = new HashMap<>();
  private final IdentityHashMap<NativeBlock, Set<Call>> byBlock = new IdentityHashMap<>();
  private final Map<Call, Workspace> workspaces = new HashMap<>();

  private record Workspace(NativeBlock block, memory content) {}

  /**
   * Carries the call out.
   *
   * @param how puts its primitives together, the first time
   * @throws KernelFailedException if oneDNN fails; the message names the call
   */
  public void run(Call call, Consumer<Preparation> how) {
    OpenMp.limit();
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
    } catch (OutOfMemoryError e) {
      preparation.done().close(scratch);
      OutOfMemoryError located = new OutOfMemoryError(call + ": " + e.getMessage());
      located.initCause(e);
      throw located;
    }
    Prepared done = preparation.done();
    prepared.put(call, done);
    register(call);
    return done;
  }

  private void register(Call call) {
    for (NativeBlock block : blocks(call)) {
      byBlock.computeIfAbsent(block, key -> new HashSet<>()).add(call);
    }
  }

  private static List<NativeBlock> blocks(Call call) {
    return call.tensors().stream()
        .filter(Objects::nonNull)
        .map(tensor -> OnednnTensor.of(tensor).block())
        .toList();
  }

  static KernelFailedException failed(Object call, String how, RuntimeException cause) {
    return new KernelFailedException(
        String.format(
            Locale.ROOT,
            "%s %s (%s); use -Ddsd.kernels=nd4j for such a network and report the settings",
            call,
            how,
            cause.getMessage()),
        cause);
  }

  /**
   * Where forward calls leave something beside their output for the backward ones. It lives as long
   * as the owner's tensors, and all calls of one owner share it, so it is always the latest's.
   */
  public memory workspace(Call owner, memory.desc format) {
    Workspace known = workspaces.get(owner);
    if (known == null) {
      NativeBlock block = new NativeBlock(format.get_size());
      known = new Workspace(block, new memory(format, Onednn.engine(), block.at(0)));
      workspaces.put(owner, known);
      register(owner);
    }
    return known.content;
  }

  /** What the latest forward call of this owner left. */
  public memory workspace(Call owner) {
    Workspace known = workspaces.get(owner);
    if (known == null) {
      throw new IllegalStateException(
          "there was no forward call of "
              + owner
              + "; pass the very tensors of the forward call to the backward one");
    }
    return known.content;
  }

  /** Forgets all calls on a block, which is about to be given back. */
  public void forget(NativeBlock block) {
    Set<Call> calls = byBlock.remove(block);
    if (calls == null) {
      return;
    }
    for (Call call : calls) {
      @Nullable Prepared forgotten = prepared.remove(call);
      if (forgotten != null) {
        forgotten.close(scratch);
      }
      @Nullable Workspace workspace = workspaces.remove(call);
      if (workspace != null) {
        workspace.content.close();
        workspace.block.close();
      }
      for (NativeBlock other : blocks(call)) {
        @Nullable Set<Call> others = byBlock.get(other);
        if (others != null) {
          others.remove(call);
        }
      }
    }
  }

  public long bytes() {
    return scratch.bytes()
        + prepared.values().stream().mapToLong(Prepared::bytes).sum()
        + workspaces.values().stream().mapToLong(w -> w.block.bytes()).sum();
  }

  @Override
  public void close() {
    prepared.values().forEach(p -> p.close(scratch));
    prepared.clear();
    byBlock.clear();
    workspaces.values().forEach(w -> w.block.close());
    workspaces.clear();
    scratch.close();
    queue.close();
  }
}
