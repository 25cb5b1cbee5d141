package org.dsd4j.study.arm;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dsd4j.dsd.DsdTrainer;

/** Stops the trainers that run now and those that start later, from any thread. */
public final class StopSignal {
  private final Set<DsdTrainer> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Stops. */
  public void stop() {
    stopped = true;
    running.forEach(DsdTrainer::stop);
  }

  /** Whether {@link #stop} was called. */
  public boolean isStopped() {
    return stopped;
  }

  void started(DsdTrainer trainer) {
    running.add(trainer);
    if (stopped) {
      trainer.stop();
    }
  }

  void ended(DsdTrainer trainer) {
    running.remove(trainer);
  }
}
