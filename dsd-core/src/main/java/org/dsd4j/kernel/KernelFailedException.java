package org.dsd4j.kernel;

import java.io.Serial;

/**
 * Kernels could not carry an operation out. The message names the operation, its settings and the
 * tensors' shapes and, in a network, the layer. Nothing is half done that the next computation
 * would not overwrite: the network stays usable.
 */
public final class KernelFailedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  /** An exception with this message. */
  public KernelFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same with the place where it happened in front. */
  public KernelFailedException at(String place) {
    return new KernelFailedException(place + ": " + getMessage(), this);
  }
}
