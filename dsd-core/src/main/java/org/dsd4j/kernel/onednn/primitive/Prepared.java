package org.dsd4j.kernel.onednn.primitive;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.dsd4j.kernel.onednn.heap.NativeBlock;

/**
 * The primitives of a call with their arguments, ready to run any number of times.
 *
 * @param steps what runs, in order
 * @param kept blocks that belong to this call, such as constants
 * @param transients memory objects in the shared scratch
 */
record Prepared(List<Step> steps, List<NativeBlock> kept, List<memory> transients) {
  /** One primitive with its arguments. */
  record Step(primitive operation, IntMemoryMap arguments) {}

  void run(stream queue) {
    for (Step step : steps) {
      step.operation.execute(queue, step.arguments);
    }
  }

  long bytes() {
    return kept.stream().mapToLong(NativeBlock::bytes).sum();
  }

  void close(SharedScratch scratch) {
    for (Step step : steps) {
      step.arguments.close();
      step.operation.close();
    }
    transients.forEach(scratch::forget);
    transients.forEach(memory::close);
    kept.forEach(NativeBlock::close);
  }
}
