package org.dsd4j.dsd;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.train.listen.TrainingListener;

/** Keeps what it is told of checkpoints, and acts when some number of them were. */
final class CheckpointNews implements TrainingListener {
  final List<Path> written = new ArrayList<>();
  final List<String> failed = new ArrayList<>();
  private final List<News> news = new ArrayList<>();

  private record News(int written, int failed, Runnable action) {}

  /** Acts when so many checkpoints were written and so many failed; none is on its way then. */
  CheckpointNews after(int writtenOnes, int failedOnes, Runnable action) {
    news.add(new News(writtenOnes, failedOnes, action));
    return this;
  }

  @Override
  public void checkpointWritten(Path file) {
    written.add(file);
    act();
  }

  @Override
  public void checkpointFailed(String reason) {
    failed.add(reason);
    act();
  }

  private void act() {
    news.stream()
        .filter(plan -> plan.written == written.size() && plan.failed == failed.size())
        .forEach(plan -> plan.action.run());
  }
}
