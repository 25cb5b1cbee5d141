package org.dsd4j.kernel.onednn.primitive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.dsd4j.kernel.KernelFailedException;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.jspecify.annotations.Nullable;

/**
 * Runs prepared primitives: those of a {@link Call}, on the same tensors each time, kept until the
 * tensors' memory is released; and single ones on tensors that lie elsewhere each time, found by
 * their shapes, of which the ones used last are kept.
 */
public final class Calls implements AutoCloseable {
  /** The number of primitives that are kept by their shapes. */
  private static final int MOST_BY_SHAPES = 4096;

  private final NativeScratch scratch;
  private final stream queue = new stream(Onednn.engine());
  private final Map<Call, Prepared> prepared = new HashMap<>();
  private final LinkedHashMap<Object, Prepared> byShapes = new LinkedHashMap<>(64, 0.75f, true);
  private final IdentityHashMap<NativeBlock, Set<Call>> byBlock = new IdentityHashMap<>();
  private final Map<Call, Workspace> workspaces = new HashMap<>();

  private record Workspace(NativeBlock block, memory content) {}

  /**
   * A primitive to be built.
   *
   * @param description oneDNN's description
   * @param formats the formats of its operands, by argument
   */
  public record PrimitiveRecipe(
      primitive_desc_base description, List<Map.Entry<Integer, memory.desc>> formats) {}

  public Calls(NativeScratch scratch) {
    this.scratch = scratch;
  }

  /**
   * Executes a call.
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

  /**
   * Executes the primitive of these shapes on these operands, a small one on the calling thread
   * alone.
   *
   * @param operations its cost, as a number of operations of a matrix product
   * @param shapes the key of the primitive, shown in messages
   * @param recipe how to build it, the first time
   * @param operands the operands, in the recipe's order
   * @throws KernelFailedException if oneDNN fails; the message shows {@code shapes}
   */
  public void run(
      long operations, Object shapes, Supplier<PrimitiveRecipe> recipe, OnednnTensor... operands) {
    OpenMp.limit();
    OpenMp.run(operations, () -> run(shapes, recipe, operands));
  }

  private void run(Object shapes, Supplier<PrimitiveRecipe> recipe, OnednnTensor... operands) {
    try {
      Prepared ready = byShapes.get(shapes);
      if (ready == null) {
        ready = prepare(recipe.get(), operands);
        makeRoom();
        byShapes.put(shapes, ready);
      } else {
        ready.pointAt(operands);
      }
      ready.run(queue);
    } catch (RuntimeException e) {
      throw failed(shapes, "failed", e);
    }
  }

  private Prepared prepare(PrimitiveRecipe recipe, OnednnTensor... operands) {
    Preparation preparation = new Preparation(scratch);
    Map<Integer, memory> arguments = new HashMap<>();
    for (int i = 0; i < operands.length; i++) {
      Map.Entry<Integer, memory.desc> format = recipe.formats().get(i);
      arguments.put(format.getKey(), preparation.on(operands[i], format.getValue()));
    }
    preparation.execute(recipe.description(), arguments);
    return preparation.done();
  }

  private void makeRoom() {
    if (byShapes.size() >= MOST_BY_SHAPES) {
      Iterator<Prepared> longestUnused = byShapes.values().iterator();
      longestUnused.next().close(scratch);
      longestUnused.remove();
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

  private static KernelFailedException failed(Object call, String how, RuntimeException cause) {
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
   * Memory in which forward calls save values for backward calls, in addition to their output. It
   * lives as long as the owner's tensors. All calls of one owner share it, so it holds the latest's
   * values.
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

  /** The values that the latest forward call of this owner saved. */
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

  /** Forgets all calls on a block, which is about to be released. */
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
    return prepared.values().stream().mapToLong(Prepared::bytes).sum()
        + workspaces.values().stream().mapToLong(w -> w.block.bytes()).sum();
  }

  @Override
  public void close() {
    prepared.values().forEach(p -> p.close(scratch));
    prepared.clear();
    byShapes.values().forEach(p -> p.close(scratch));
    byShapes.clear();
    byBlock.clear();
    workspaces.values().forEach(w -> w.block.close());
    workspaces.clear();
    queue.close();
  }
}
