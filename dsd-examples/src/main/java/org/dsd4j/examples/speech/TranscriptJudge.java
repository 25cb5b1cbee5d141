package org.dsd4j.examples.speech;

import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.Dataset;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.examples.report.PhaseMeasures;
import org.dsd4j.metric.Metric.Running;
import org.dsd4j.metric.TranscriptErrors;
import org.dsd4j.nn.Network;
import org.dsd4j.text.ctc.CtcDecoder;

/**
 * The error rates of a network on recordings, one for each decoder.
 *
 * @param title the name of the rate in tables
 */
record TranscriptJudge(
    Dataset recordings, String title, TranscriptErrors errors, List<CtcDecoder> decoders)
    implements PhaseMeasures {
  private static final int BATCH = 16;

  @Override
  public Map<String, String> of(Network network) {
    List<TranscriptErrors> decoded = decoders.stream().map(errors::decodedBy).toList();
    List<Running> evaluations = decoded.stream().map(TranscriptErrors::start).toList();
    Evaluator.of(network)
        .batchSize(batchSize(BATCH))
        .predict(
            recordings,
            batch -> {
              for (int i = 0; i < decoded.size(); i++) {
                batch.addTo(decoded.get(i), evaluations.get(i));
              }
            });
    Map<String, String> rates = new LinkedHashMap<>();
    for (int i = 0; i < evaluations.size(); i++) {
      String rate = String.format(Locale.ROOT, "%.2f%%", 100 * evaluations.get(i).value());
      rates.put(String.format(Locale.ROOT, "%s (%s)", title, decoders.get(i)), rate);
    }
    return rates;
  }
}
