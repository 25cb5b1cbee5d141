package org.dsd4j.examples.caption;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.data.Values;
import org.dsd4j.examples.report.OutputExamples;
import org.dsd4j.models.caption.CaptionGenerator;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.text.measure.Bleu;

/**
 * Evaluates a network's captions of test pictures: BLEU against all references, and a few samples.
 */
final class CaptionJudge {
  private static final int SHOWN = 10;

  private final Vocabulary vocabulary;
  private final int beam;
  private final Values features;
  private final CaptionSource.CaptionPart pictures;

  /**
   * An evaluation.
   *
   * @param beam the width of the beam
   * @param features the features of the pictures, [N, D]
   */
  CaptionJudge(
      Vocabulary vocabulary, int beam, Values features, CaptionSource.CaptionPart pictures) {
    this.vocabulary = vocabulary;
    this.beam = beam;
    this.features = features;
    this.pictures = pictures;
  }

  private List<List<String>> sentences(Network network, Values features) {
    return CaptionGenerator.of(network, vocabulary).beam(beam).sentences(features);
  }

  /** BLEU-1 to BLEU-4. */
  Map<String, String> bleu(Network network) {
    List<List<String>> sentences = sentences(network, features);
    Bleu bleu = new Bleu();
    for (int i = 0; i < sentences.size(); i++) {
      bleu.add(sentences.get(i), pictures.captions().get(i));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int order = 1; order <= Bleu.ORDERS; order++) {
      values.put("BLEU-" + order, String.format(Locale.ROOT, "%.3f", bleu.value(order)));
    }
    return values;
  }

  /** The first pictures, each with its first reference. */
  List<OutputExamples.Shown> samples(Network network) {
    int count = Math.min(SHOWN, pictures.names().size());
    int described = features.shape().last();
    float[] first = Arrays.copyOf(features.array(), count * described);
    List<List<String>> sentences =
        sentences(network, new Values(Shape.of(count, described), first));
    List<OutputExamples.Shown> shown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shown.add(
          new OutputExamples.Shown(
              pictures.names().get(i),
              String.join(" ", pictures.captions().get(i).get(0)),
              String.join(" ", sentences.get(i))));
    }
    return shown;
  }
}
