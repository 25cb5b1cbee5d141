package org.dsd4j.examples.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.junit.jupiter.api.Test;

class SpeechCorpusTest {
  @Test
  void shippedDigitsAreTestedWithVoicesThatWereNotTrainedWith() {
    try (SpeechCorpus corpus = SpeechCorpus.shippedDigits()) {
      assertThat(voices(corpus.training())).hasSize(14);
      assertThat(voices(corpus.test()))
          .hasSize(4)
          .doesNotContainAnyElementsOf(voices(corpus.training()));
    }
  }

  private static Set<String> voices(Dataset strings) {
    return IntStream.range(0, strings.size())
        .mapToObj(strings::describe)
        .map(string -> string.substring(string.lastIndexOf(' ') + 1))
        .collect(Collectors.toSet());
  }
}
