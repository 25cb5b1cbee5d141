package org.dsd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class TextTableTest {
  @Test
  void alignsWordsLeftAndNumbersRight() {
    TextTable table = new TextTable().left("Name").right("Count").left("Source");
    table.row("a", "1,000,000", "x").row("longest", "7", "");
    assertThat(table.toString().lines())
        .containsExactly(
            "Name         Count  Source", "a        1,000,000  x", "longest          7");
    assertThat(new TextTable().left("").row("").toString().lines()).containsExactly("", "");
    assertThatThrownBy(() -> table.row("a")).hasMessageContaining("3 entries");
  }
}
