package org.dsd4j.examples.caption;

import java.util.List;
import org.dsd4j.data.Dataset;
import org.dsd4j.examples.run.Recipe;
import org.dsd4j.models.caption.NeuralTalk;
import org.dsd4j.nn.Network;

/** Pictures with captions, and a network that describes pictures by numbers. */
interface CaptionSource extends AutoCloseable {
  /** Captions in a step of training. */
  int BATCH = 64;

  /**
   * A part of the pictures.
   *
   * @param pictures as the network that describes them takes them
   * @param names what reports call them
   * @param captions the tokens of each caption of each picture
   */
  record Part(Dataset pictures, List<String> names, List<List<List<String>>> captions) {}

  /** What the report is headed with. */
  String title();

  /** To learn from. */
  Part training();

  /** To choose the best epoch by. */
  Part validation();

  /** To measure by. */
  Part test();

  /** How often a word must come in training captions to be told from others. */
  int minimumCount();

  /** The most tokens of a caption to learn from, its start among them; longer ones are cut off. */
  int mostSteps();

  /** The network that describes pictures, with its weights; the caller's to close. */
  Network describing();

  /** The layer of that network whose output describes a picture. */
  String layer();

  /** The network that learns to write captions of so many tokens at most. */
  NeuralTalk model(int steps);

  /** How it trains. */
  Recipe train(Recipe recipe);

  @Override
  void close();
}
