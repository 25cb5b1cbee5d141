package org.dsd4j.train.listen;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Internal;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners of a run. One that throws an exception is noted and not called again, as listeners
 * must not end a run. Errors, such as those of failed assertions, end it.
 *
 * @hidden
 */
@Internal
public final class Listeners implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  private final List<TrainingListener> listeners;
  private final Note.Book notes;

  public Listeners(List<TrainingListener> listeners, Note.Book notes) {
    this.listeners = new ArrayList<>(listeners);
    this.notes = notes;
  }

  @Override
  public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
    tell(listener -> listener.phaseStarted(phase, stepsPerEpoch));
  }

  @Override
  public void stepFinished(Step step) {
    tell(listener -> listener.stepFinished(step));
  }

  @Override
  public void setBack(Setback setback) {
    tell(listener -> listener.setBack(setback));
  }

  @Override
  public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
    tell(listener -> listener.epochFinished(phase, epoch));
  }

  @Override
  public void phaseFinished(PhaseSettings phase, PhaseRecord record) {
    tell(listener -> listener.phaseFinished(phase, record));
  }

  @Override
  public void checkpointWritten(Path file) {
    tell(listener -> listener.checkpointWritten(file));
  }

  @Override
  public void checkpointFailed(String reason) {
    tell(listener -> listener.checkpointFailed(reason));
  }

  @Override
  public void runFinished() {
    tell(TrainingListener::runFinished);
  }

  private void tell(Consumer<TrainingListener> message) {
    listeners.removeIf(listener -> !told(listener, message));
  }

  private boolean told(TrainingListener listener, Consumer<TrainingListener> message) {
    try {
      message.accept(listener);
      return true;
    } catch (RuntimeException e) {
      String text =
          "listener %s failed and gets no further events; the run continues"
              .formatted(listener.getClass().getName());
      LOG.error("{}", text, e);
      notes.add(new Note(Note.Kind.WARNING, text + " (" + e + ")"));
      return false;
    }
  }
}
