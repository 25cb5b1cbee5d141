package org.dsd4j.kernel.onednn.primitive;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;

/**
 * The primitives of a call with their arguments, ready to run any number of times.
 *
 * @param executions the primitives in their order
 * @param kept blocks that belong to this call, such as constants
 * @param operands memory objects on tensors, in the order in which they were requested
 * @param transients memory objects in the scratch
 */
record Prepared(
    List<Execution> executions,
    List<NativeBlock> kept,
    List<memory> operands,
    List<memory> transients) {
  /** One primitive with its arguments. */
  record Execution(primitive operation, IntMemoryMap arguments) {}

  void run(stream queue) {
    for (Execution execution : executions) {
      execution.operation.execute(queue, execution.arguments);
    }
  }

  /** Points the operands at these tensors. */
  void pointAt(OnednnTensor... tensors) {
    for (int i = 0; i < tensors.length; i++) {
      operands.get(i).set_data_handle(tensors[i].pointer());
    }
  }

  long bytes() {
    return kept.stream().mapToLong(NativeBlock::bytes).sum();
  }

  void close(NativeScratch scratch) {
    for (Execution execution : executions) {
      execution.arguments.close();
      execution.operation.close();
    }
    operands.forEach(memory::close);
    transients.forEach(scratch::forget);
    transients.forEach(memory::close);
    kept.forEach(NativeBlock::close);
  }
}
