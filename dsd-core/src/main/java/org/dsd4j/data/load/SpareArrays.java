package org.dsd4j.data.load;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.dsd4j.data.Batch;

/** Arrays of batches that are done with, by the name of the input that they held. */
final class SpareArrays {
  private final Map<String, Queue<float[]>> spare = new ConcurrentHashMap<>();

  /** An array of this length, whatever is in it. */
  float[] take(String input, int length) {
    float[] used = queue(input).poll();
    return used != null && used.length == length ? used : new float[length];
  }

  /** Takes back the arrays of a batch that nobody reads any more. */
  void giveBack(Batch batch) {
    batch.inputs().forEach((name, input) -> queue(name).add(input.values().array()));
  }

  private Queue<float[]> queue(String input) {
    return spare.computeIfAbsent(input, name -> new ConcurrentLinkedQueue<>());
  }
}
