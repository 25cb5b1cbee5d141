package org.dsd4j.kernel;

import java.io.Serial;

/**
 * Thrown if kernels fail to execute an operation. The message names the operation, its settings and
 * the tensors' shapes and, in a network, the layer. The network stays usable: the next computation
 * overwrites any partial results.
 */
public final class KernelFailedException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  /** An exception with this message. */
  public KernelFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A copy with the place of the error in front of the message. */
  public KernelFailedException at(String place) {
    return new KernelFailedException(place + ": " + getMessage(), this);
  }
}
