package org.dsd4j.examples.speech;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.speech.SpeechDataset;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.examples.report.OutputExamples;
import org.dsd4j.nn.Network;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcDecoder;

/** A network's transcripts of the first recordings of a test part. */
record Transcripts(SpeechDataset recordings, Alphabet alphabet) implements OutputExamples {
  private static final int SHOWN = 8;

  @Override
  public List<Shown> of(Network network) {
    List<Shown> shown = new ArrayList<>();
    Dataset first = recordings.first(Math.min(SHOWN, recordings.size()));
    List<Values> outputs = Evaluator.predict(network, first);
    for (int i = 0; i < outputs.size(); i++) {
      Values logits = outputs.get(i);
      int frames = logits.shape().extent(0);
      String text = CtcDecoder.greedy(alphabet).decode(logits.array(), 0, frames, alphabet.size());
      shown.add(new Shown(recordings.describe(i), recordings.text(i), text));
    }
    return shown;
  }
}
