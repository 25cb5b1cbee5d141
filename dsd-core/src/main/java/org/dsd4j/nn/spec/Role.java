package org.dsd4j.nn.spec;

/** What a parameter is to its layer; decides what is pruned, decayed and trained by default. */
public enum Role {
  /** The weights of a fully connected layer. */
  DENSE_WEIGHT(true, true),
  /** The weights of a convolution. */
  CONVOLUTION_WEIGHT(true, true),
  /** The weights of a recurrent layer, those of its input and those of its state. */
  RECURRENT_WEIGHT(true, true),
  /** The vectors of an embedding. */
  EMBEDDING(true, false),
  /**
   * The weights by which a row convolution looks ahead: few, one set for each feature, and neither
   * fully connected nor recurrent, the only ones that the paper prunes in speech recognition.
   */
  LOOKAHEAD_WEIGHT(true, false),
  /** What is added. */
  BIAS(true, false),
  /** The factor of a normalisation. */
  NORM_SCALE(true, false),
  /** What a normalisation adds. */
  NORM_SHIFT(true, false),
  /** A statistic that is gathered in training and is no parameter of the optimizer. */
  STATISTIC(false, false),
  /**
   * A state that is carried from one batch of training to the next and starts anew with every
   * epoch; see {@link org.dsd4j.nn.Network#resetState}.
   */
  CARRIED_STATE(false, false);

  private final boolean trainable;
  private final boolean prunable;

  Role(boolean trainable, boolean prunable) {
    this.trainable = trainable;
    this.prunable = prunable;
  }

  /** Whether an optimizer moves it. */
  public boolean trainable() {
    return trainable;
  }

  /** Whether it is pruned by default. */
  public boolean prunable() {
    return prunable;
  }

  /** Whether it is trained and neither a bias nor part of a normalisation. */
  public boolean isWeight() {
    return trainable && !isBiasOrNorm();
  }

  /** Whether it is a bias or belongs to a normalisation, which weight decay may leave alone. */
  public boolean isBiasOrNorm() {
    return this == BIAS || this == NORM_SCALE || this == NORM_SHIFT;
  }
}
