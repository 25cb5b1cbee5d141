package org.dsd4j.nn.spec;

/**
 * The role of a parameter in its layer; it decides whether it is trained, pruned and decayed by
 * default.
 */
public enum Role {
  /** The weights of a fully connected layer. */
  DENSE_WEIGHT(true, true),
  /** The weights of a convolution. */
  CONVOLUTION_WEIGHT(true, true),
  /** The weights of a recurrent layer, for its input or its state. */
  RECURRENT_WEIGHT(true, true),
  /** The vectors of an embedding. */
  EMBEDDING(true, false),
  /**
   * The weights of a row convolution. They are few, and the paper prunes only fully connected and
   * recurrent ones in speech recognition.
   */
  LOOKAHEAD_WEIGHT(true, false),
  /** A bias. */
  BIAS(true, false),
  /** The scale of a normalisation. */
  NORM_SCALE(true, false),
  /** The shift of a normalisation. */
  NORM_SHIFT(true, false),
  /** A statistic that is gathered in training; no optimizer changes it. */
  STATISTIC(false, false),
  /**
   * A state that is carried from one training batch to the next and is reset at each epoch; see
   * {@link org.dsd4j.nn.Network#resetState}.
   */
  CARRIED_STATE(false, false);

  private final boolean trainable;
  private final boolean prunable;

  Role(boolean trainable, boolean prunable) {
    this.trainable = trainable;
    this.prunable = prunable;
  }

  /** Whether an optimizer trains it. */
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
