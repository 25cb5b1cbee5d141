package org.dsd4j.examples.caption;

import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.Standardization;
import org.dsd4j.datasets.captions.CaptionDataset;
import org.dsd4j.evaluate.FeatureExtraction;
import org.dsd4j.examples.report.RunResult.LeftOut;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The captions of a source as data sets, with words as numbers and pictures as features. */
final class CaptionTask {
  private static final int BATCH = 32;

  private final CaptionSource source;
  private final CaptionSource.CaptionPart training;
  private final CaptionSource.CaptionPart validation;
  private final CaptionSource.CaptionPart test;
  private final Vocabulary vocabulary;
  private final int steps;

  private CaptionTask(
      CaptionSource source, CaptionSource.CaptionPart training, Vocabulary vocabulary, int steps) {
    this.source = source;
    this.training = training;
    this.validation = source.validation();
    this.test = source.test();
    this.vocabulary = vocabulary;
    this.steps = steps;
  }

  /**
   * Numbers the words of the training captions.
   *
   * @throws IllegalArgumentException if a part of the source has no pictures
   */
  static CaptionTask of(CaptionSource source) {
    CaptionSource.CaptionPart training = source.training();
    List<String> words =
        training.captions().stream().flatMap(List::stream).flatMap(List::stream).toList();
    Vocabulary vocabulary =
        Vocabulary.builder()
            .special(SpecialToken.UNKNOWN, SpecialToken.START, SpecialToken.END)
            .minimumCount(source.minimumCount())
            .addAll(words)
            .build();
    int steps = Math.min(source.mostSteps(), CaptionDataset.steps(training.captions()));
    return new CaptionTask(source, training, vocabulary, steps);
  }

  /** The words of the training captions. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The largest number of tokens of a caption. */
  int steps() {
    return steps;
  }

  /** Captions that are left out or truncated. */
  List<LeftOut> leftOut() {
    return Stream.of(training, validation).flatMap(this::leftOut).toList();
  }

  private Stream<LeftOut> leftOut(CaptionSource.CaptionPart part) {
    String longer = "longer than " + (steps - 1) + " words and cut off there";
    return Stream.of(
            counted(part, caption -> caption.size() >= steps, longer),
            counted(part, List::isEmpty, "without words"))
        .filter(leftOut -> leftOut.count() > 0);
  }

  private static LeftOut counted(
      CaptionSource.CaptionPart part, Predicate<List<String>> isOne, String reason) {
    List<String> names = new ArrayList<>();
    int all = 0;
    for (int i = 0; i < part.names().size(); i++) {
      List<List<String>> captions = part.captions().get(i);
      all += captions.size();
      names.addAll(
          Collections.nCopies((int) captions.stream().filter(isOne).count(), part.names().get(i)));
    }
    return LeftOut.of(part.pictures().name(), all, "captions", reason, names);
  }

  /** Computes the features of the pictures of all parts. */
  Described describe(Network network) {
    Values rows = features(network, training);
    Standardization scale = Standardization.of(rows);
    return new Described(
        captions(training, scale.apply(rows)),
        captions(validation, scale.apply(features(network, validation))),
        test,
        scale.apply(features(network, test)));
  }

  /**
   * Parts with features of their pictures.
   *
   * @param testFeatures the features of the test pictures, [N, D]
   */
  record Described(
      Dataset training, Dataset validation, CaptionSource.CaptionPart test, Values testFeatures) {}

  private Values features(Network network, CaptionSource.CaptionPart part) {
    try (INDArray rows =
        FeatureExtraction.features(network, source.layer(), part.pictures(), batchSize(BATCH))) {
      return new Values(Shape.of(rows.shape()), rows.ravel().toFloatVector());
    }
  }

  private Dataset captions(CaptionSource.CaptionPart part, Values features) {
    String name = "captions of " + part.pictures().name();
    return CaptionDataset.of(name, features, part.captions(), vocabulary, steps);
  }
}
