package org.dsd4j.examples.caption;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.models.caption.NeuralTalk;
import org.dsd4j.nn.Network;

/** Pictures with captions, and a network that computes features of pictures. */
interface CaptionSource extends AutoCloseable {
  /** Captions in a step of training. */
  int BATCH = 64;

  /**
   * A part of the pictures.
   *
   * @param pictures the inputs of the network that computes features
   * @param names their names in reports
   * @param captions the tokens of each caption of each picture
   */
  record CaptionPart(Dataset pictures, List<String> names, List<List<List<String>>> captions) {}

  /** The heading of the report. */
  String title();

  /** The training part. */
  CaptionPart training();

  /** The validation part, by which the best epoch is chosen. */
  CaptionPart validation();

  /** The test part. */
  CaptionPart test();

  /** The number of occurrences in training captions from which a word is in the vocabulary. */
  int minimumCount();

  /**
   * The largest number of tokens of a training caption, including its start; longer ones are
   * truncated.
   */
  int mostSteps();

  /** The network that computes features, with its weights; the caller closes it. */
  Network describing();

  /** The layer of that network whose outputs are a picture's features. */
  String layer();

  /** The network that generates captions of at most this many tokens. */
  NeuralTalk model(int steps);

  /** Adds this source's training settings to a recipe. */
  Recipe train(Recipe recipe);

  @Override
  void close();
}
