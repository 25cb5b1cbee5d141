package org.dsd4j.data;

import java.util.List;
import org.dsd4j.tensor.Shape;

/**
 * A finite, indexed collection of samples of one shape.
 *
 * <p>Immutable and safe to read from several threads at once. The order is the same every time it
 * is opened; shuffling is the loader's business.
 */
public interface Dataset {
  /** A short name for tables and provenance. */
  String name();

  /** The number of samples, at least 1. */
  int size();

  /** The shape of every sample's features. */
  Shape featureShape();

  /** The shape of every sample's target; [1] for a class number. */
  Shape targetShape();

  /**
   * The sample at {@code index}, from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  Sample sample(int index);

  /** The target at {@code index} alone, without decoding the features. */
  Values target(int index);

  /** The names of the classes by number; empty where the targets are not classes. */
  List<String> classNames();

  /** A SHA-256 in hexadecimal of the data below, for provenance: equal data, equal value. */
  String fingerprint();

  /**
   * This data set seen through a transform that needs no randomness, such as a normalisation. The
   * fingerprint stays that of the data; the transform belongs to the settings.
   */
  default Dataset map(Transform transform) {
    return new MappedDataset(this, transform);
  }

  /** The first {@code size} samples. */
  default Dataset first(int size) {
    return new DatasetSlice(this, size);
  }
}
