package org.dsd4j.examples.speech;

import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.Batch;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.data.load.EpochBatches;
import org.dsd4j.examples.report.PhaseMeasures;
import org.dsd4j.metric.Metric.Evaluation;
import org.dsd4j.metric.TranscriptErrors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.text.ctc.CtcDecoder;

/**
 * The error rates of a network on recordings, one for each decoder that reads its outputs.
 *
 * @param title what tables call the rate
 */
record TranscriptJudge(
    Dataset recordings, String title, TranscriptErrors errors, List<CtcDecoder> decoders)
    implements PhaseMeasures {
  private static final int BATCH = 16;

  @Override
  public Map<String, String> of(Network network) {
    List<Evaluation> evaluations =
        decoders.stream().map(decoder -> errors.decodedBy(decoder).start()).toList();
    try (DataLoader loader = DataLoader.builder(recordings, batchSize(BATCH)).build();
        EpochBatches batches = loader.epoch(0)) {
      while (batches.hasNext()) {
        evaluate(network, batches.next(), evaluations);
      }
    }
    Map<String, String> rates = new LinkedHashMap<>();
    for (int i = 0; i < evaluations.size(); i++) {
      String rate = String.format(Locale.ROOT, "%.2f%%", 100 * evaluations.get(i).value());
      rates.put(String.format(Locale.ROOT, "%s (%s)", title, decoders.get(i)), rate);
    }
    return rates;
  }

  private static void evaluate(Network network, Batch batch, List<Evaluation> evaluations) {
    NetworkPass pass =
        network
            .begin(Mode.INFERENCE, batch.features().shape())
            .setLengths(batch.lengths())
            .setInput(0, batch.features().shape(), batch.features().array())
            .forward(Seed.of(0));
    Tensor output = pass.output();
    float[] outputs = output.toFloats();
    for (Evaluation evaluation : evaluations) {
      evaluation.add(output.shape(), outputs, pass.outputLengths(), batch.targets().array());
    }
  }
}
