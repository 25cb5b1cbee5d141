package org.dsd4j.train.loop;

import java.util.function.Supplier;
import org.dsd4j.train.record.PhaseProgress;

/**
 * Called between the steps of a run, where its state is consistent: may save it, or end the run.
 */
@FunctionalInterface
public interface StepGuard {
  /**
   * Called by the training thread after each step, after each epoch, and whenever that thread is
   * interrupted while it waits for data.
   *
   * @param where gives the progress of the phase
   * @throws TrainingStoppedException to end the run here
   */
  void between(Supplier<PhaseProgress> where);
}
