package org.dsd4j.kernel.onednn.primitive;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.tensor.Tensor;

/** Collects the primitives of one call. */
public final class Preparation {
  private static final String ROOM = "calls";

  private final NativeScratch scratch;
  private final List<Prepared.Execution> executions = new ArrayList<>();
  private final List<NativeBlock> kept = new ArrayList<>();
  private final List<memory> operands = new ArrayList<>();
  private final List<memory> transients = new ArrayList<>();
  private long nextOffset;

  Preparation(NativeScratch scratch) {
    this.scratch = scratch;
  }

  /** A tensor's memory in this format. */
  public memory on(Tensor tensor, memory.desc format) {
    memory operand = new memory(format, Onednn.engine(), OnednnTensor.of(tensor).pointer());
    operands.add(operand);
    return operand;
  }

  /** Scratch memory for the duration of this call. */
  public memory temporary(memory.desc format) {
    memory temporary = scratch.place(ROOM, format, nextOffset);
    transients.add(temporary);
    nextOffset = NativeScratch.after(nextOffset, format.get_size());
    return temporary;
  }

  /** Constant numbers, row by row. */
  public memory constant(memory.desc format, double[][] rows) {
    NativeBlock block = new NativeBlock(format.get_size());
    kept.add(block);
    FloatBuffer values = block.floats(0).duplicate();
    for (double[] row : rows) {
      for (double value : row) {
        values.put((float) value);
      }
    }
    return new memory(format, Onednn.engine(), block.at(0));
  }

  /** A temporary memory in another format of the same size. */
  memory seenAs(memory temporary, memory.desc format) {
    memory seen = scratch.sameAs(temporary, format);
    transients.add(seen);
    return seen;
  }

  /** {@code source} in the format that a primitive requires, copied only if it differs. */
  public memory input(memory source, memory.desc wanted) {
    if (source.get_desc().equals(wanted)) {
      return source;
    }
    memory copy = temporary(wanted);
    copy(source, copy);
    return copy;
  }

  /**
   * The memory for the output of a primitive with this format; call {@link #deliver} afterwards.
   */
  memory output(memory target, memory.desc wanted) {
    return target.get_desc().equals(wanted) ? target : temporary(wanted);
  }

  /** Copies the memory of {@link #output} to the target, if they differ. */
  void deliver(memory written, memory target) {
    if (!written.get_desc().equals(target.get_desc())) {
      copy(written, target);
    }
  }

  /** Copies, converting format and type. */
  public void copy(memory from, memory to) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(
            Onednn.engine(),
            from.get_desc(),
            Onednn.engine(),
            to.get_desc(),
            Onednn.attributes(),
            false);
    execute(description, Map.of(DNNL_ARG_FROM, from, DNNL_ARG_TO, to));
  }

  /** Adds a primitive. Arguments that it does not take would make it fail. */
  public void execute(primitive_desc_base description, Map<Integer, memory> arguments) {
    IntMemoryMap map = new IntMemoryMap();
    arguments.forEach(map::put);
    memory.desc working = description.scratchpad_desc();
    if (working.get_size() > 0) {
      // The next primitive may reuse the place.
      memory scratchpad = scratch.place(ROOM, working, nextOffset);
      transients.add(scratchpad);
      map.put(DNNL_ARG_SCRATCHPAD, scratchpad);
    }
    executions.add(new Prepared.Execution(new primitive(description.get()), map));
  }

  Prepared done() {
    return new Prepared(
        List.copyOf(executions), List.copyOf(kept), List.copyOf(operands), List.copyOf(transients));
  }
}
