package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.ElementType;

/**
 * The operations on tensors that layers, losses and optimizers are built from: the only interface
 * between this library and a computing backend.
 *
 * <p>An implementation has its own memory and one small interface for each family of operations.
 * Every operation writes into tensors passed by the caller; none returns a new tensor. The tensors
 * of a call come from {@link #memory()} of the same instance and have the same element type. An
 * output never shares memory with an input unless an operation's Javadoc allows it.
 *
 * <p>Implementations may keep plans for shapes and scratch memory between calls; they own these and
 * release them in {@link #close()}. An instance is used by one network and one thread at a time.
 * The same calls on the same values with the same number of threads give the same bits.
 */
public interface Kernels extends AutoCloseable {
  /** A short name for logs, provenance and settings, such as {@code nd4j}. */
  String name();

  /** The underlying library and its version, for logs and provenance. */
  String description();

  /**
   * Conditions that slow these kernels down in this process, such as a memory limit; empty if there
   * are none.
   */
  default List<String> warnings() {
    return List.of();
  }

  /**
   * The number of threads that compute; with another number, the last bits of results can differ.
   */
  int threads();

  /** Whether these kernels support tensors of this type on this machine. */
  boolean computesIn(ElementType type);

  /** Allocation, copies and checks of whole tensors. */
  Memory memory();

  /** Expressions on elements, activations, softmax and dropout. */
  Elementwise elementwise();

  /** Matrix products and convolutions. */
  Products products();

  /** Pooling and resampling of images. */
  Pooling pooling();

  /** Batch, layer and local response normalisation. */
  Norms norms();

  /** Recurrent layers over sequences. */
  Recurrent recurrent();

  /** Embeddings and neighbours over padded batches of sequences. */
  Sequences sequences();

  /** Joining, splitting and reordering. */
  Layout layout();

  /** Losses that cannot be stated as an elementwise expression. */
  LossKernels losses();

  /** Releases plans, scratch memory and all remaining tensors. */
  @Override
  void close();
}
