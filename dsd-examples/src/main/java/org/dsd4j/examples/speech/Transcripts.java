package org.dsd4j.examples.speech;

import java.util.ArrayList;
import java.util.List;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.speech.SpeechDataset;
import org.dsd4j.examples.report.OutputExamples;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.ctc.CtcDecoder;

/** What a network writes down of the first recordings of a test part. */
record Transcripts(SpeechDataset recordings, Alphabet alphabet) implements OutputExamples {
  private static final int SHOWN = 8;

  @Override
  public List<Shown> of(Network network) {
    List<Shown> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, recordings.size()); i++) {
      Values features = recordings.sample(i).features();
      Shape shape = features.shape().batched(1);
      NetworkPass pass =
          network
              .begin(Mode.INFERENCE, shape)
              .setInput(0, shape, features.array())
              .forward(Seed.of(0));
      float[] logits = pass.output().toFloats();
      int labels = alphabet.size();
      String text = CtcDecoder.greedy(alphabet).decode(logits, 0, logits.length / labels, labels);
      shown.add(new Shown(recordings.describe(i), recordings.text(i), text));
    }
    return shown;
  }
}
