package org.dsd4j;

import org.dsd4j.testing.SourceRules;
import org.junit.jupiter.api.Test;

/** What the module's sources keep to. */
class SourcesTest {
  @Test
  void keepToTheRules() {
    SourceRules.check();
  }
}
