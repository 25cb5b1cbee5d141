package org.dsd4j.data.load;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dsd4j.data.Batch;

/** Arrays of used batches for reuse, by the name of their input. */
final class SpareArrays {
  private final Map<String, Queue<float[]>> spare = new ConcurrentHashMap<>();

  /** An array of this length with arbitrary content. */
  float[] take(String input, int length) {
    float[] used = queue(input).poll();
    return used != null && used.length == length ? used : new float[length];
  }

  /** Takes back the arrays of a batch that is not read any more. */
  void giveBack(Batch batch) {
    batch.inputs().forEach((name, input) -> queue(name).add(input.values().array()));
  }

  private Queue<float[]> queue(String input) {
    return spare.computeIfAbsent(input, name -> new ConcurrentLinkedQueue<>());
  }
}
