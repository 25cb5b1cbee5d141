package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.ElementType;

/**
 * The operations on tensors that layers, losses and optimizers are made of: the one border between
 * this library and whatever computes.
 *
 * <p>An implementation brings its own memory and one small interface for each family of operations.
 * Every operation writes into tensors that the caller passes; none returns a new one. Tensors of
 * one call come from {@link #memory()} of the same instance and have one element type. An output
 * never shares memory with an input unless an operation's Javadoc allows it.
 *
 * <p>Implementations may keep plans per shape and scratch memory from call to call; they own them
 * and release them in {@link #close()}. One instance serves one network and one thread at a time.
 * The same calls on the same values with the same number of threads give the same bits.
 */
public interface Kernels extends AutoCloseable {
  /** A short name for logs, provenance and settings, such as {@code nd4j}. */
  String name();

  /** The library below and its version, for logs and provenance. */
  String description();

  /** What holds them back in this process, such as a limit on memory; empty if all is well. */
  default List<String> warnings() {
    return List.of();
  }

  /** How many threads compute; with another number the last bits may differ. */
  int threads();

  /** Whether they compute on tensors of this type on this machine. */
  boolean computesIn(ElementType type);

  /** Allocation, copies and whole-array questions. */
  Memory memory();

  /** Expressions on elements, activations, softmax and dropout. */
  Elementwise elementwise();

  /** Matrix products and convolutions. */
  Products products();

  /** Pooling and resampling of images. */
  Pooling pooling();

  /** Batch, layer and local response normalisation. */
  Normalization normalization();

  /** Recurrent layers over sequences. */
  Recurrent recurrent();

  /** Embeddings and neighbours over padded batches of sequences. */
  Sequences sequences();

  /** Joining, splitting and reordering. */
  Layout layout();

  /** Losses that need more than an expression on elements. */
  LossKernels losses();

  /** Releases plans, scratch and every tensor that was not released. */
  @Override
  void close();
}
