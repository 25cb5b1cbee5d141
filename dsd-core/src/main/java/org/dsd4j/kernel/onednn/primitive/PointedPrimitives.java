package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.jspecify.annotations.Nullable;

/**
 * Primitives that are pointed at their operands anew for each execution: {@link Calls} keeps those
 * of operations that come again on the same tensors, this those of operations on ever other rows,
 * by their shapes. The ones used last are kept.
 */
public final class PointedPrimitives implements AutoCloseable {
  private static final int KEPT = 4096;

  private final stream queue = new stream(Onednn.engine());
  private final LinkedHashMap<Object, Pointed> known = new LinkedHashMap<>(64, 0.75f, true);
  private final NamedScratch scratch;

  public PointedPrimitives(NamedScratch scratch) {
    this.scratch = scratch;
  }

  /**
   * How to build a primitive.
   *
   * @param description its description
   * @param formats of its operands, by argument
   */
  public record Recipe(
      primitive_desc_base description, List<Map.Entry<Integer, memory.desc>> formats) {}

  /**
   * Executes the primitive of this key, a small one on the caller's core alone.
   *
   * @param operations how many operations of a matrix product take as long as it
   * @param key whatever tells it from others, shown in messages
   * @param recipe how to build it, the first time
   * @param operands where the operands lie, in the recipe's order
   * @throws org.dsd4j.kernel.KernelFailedException if oneDNN fails; the message shows the key
   */
  public void run(long operations, Object key, Supplier<Recipe> recipe, OnednnTensor... operands) {
    OpenMp.limit();
    OpenMp.run(operations, () -> run(key, recipe, operands));
  }

  private void run(Object key, Supplier<Recipe> recipe, OnednnTensor... operands) {
    try {
      Pointed pointed = known.get(key);
      if (pointed == null) {
        pointed = new Pointed(recipe.get(), operands);
        makeRoom();
        known.put(key, pointed);
      }
      pointed.run(operands);
    } catch (RuntimeException e) {
      throw Calls.failed(key, "failed", e);
    }
  }

  private void makeRoom() {
    if (known.size() >= KEPT) {
      Iterator<Pointed> longestUnused = known.values().iterator();
      longestUnused.next().close();
      longestUnused.remove();
    }
  }

  private final class Pointed implements AutoCloseable {
    private final primitive operation;
    private final memory[] operands;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final long workingBytes;
    private final @Nullable memory working;

    Pointed(Recipe recipe, OnednnTensor... tensors) {
      this.operation = new primitive(recipe.description().get());
      this.operands = new memory[tensors.length];
      for (int i = 0; i < tensors.length; i++) {
        Map.Entry<Integer, memory.desc> format = recipe.formats().get(i);
        operands[i] = new memory(format.getValue(), Onednn.engine(), tensors[i].pointer());
        arguments.put(format.getKey(), operands[i]);
      }
      memory.desc scratchpad = recipe.description().scratchpad_desc();
      this.workingBytes = scratchpad.get_size();
      if (workingBytes > 0) {
        working = new memory(scratchpad, Onednn.engine(), workingMemory(workingBytes));
        arguments.put(DNNL_ARG_SCRATCHPAD, working);
      } else {
        working = null;
      }
    }

    private Pointer workingMemory(long bytes) {
      return scratch.block("primitive", bytes).at(0);
    }

    void run(OnednnTensor... tensors) {
      for (int i = 0; i < tensors.length; i++) {
        operands[i].set_data_handle(tensors[i].pointer());
      }
      if (working != null) {
        // Another primitive may have made the block larger, elsewhere.
        working.set_data_handle(workingMemory(workingBytes));
      }
      operation.execute(queue, arguments);
    }

    @Override
    public void close() {
      arguments.close();
      operation.close();
      for (memory operand : operands) {
        operand.close();
      }
      if (working != null) {
        working.close();
      }
    }
  }

  @Override
  public void close() {
    known.values().forEach(Pointed::close);
    known.clear();
    queue.close();
  }
}
