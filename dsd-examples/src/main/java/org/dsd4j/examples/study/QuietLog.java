package org.dsd4j.examples.study;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Leaves out what each cell of a study logs about its phases; warnings stay. Until closed. */
final class QuietLog implements AutoCloseable {
  private final @Nullable Logger logger;
  private final @Nullable Level before;

  QuietLog() {
    // Another provider than Logback logs as it is configured.
    this.logger = LoggerFactory.getLogger("org.dsd4j") instanceof Logger logback ? logback : null;
    this.before = logger == null ? null : logger.getLevel();
    if (logger != null) {
      logger.setLevel(Level.WARN);
    }
  }

  @Override
  public void close() {
    if (logger != null) {
      logger.setLevel(before);
    }
  }
}
