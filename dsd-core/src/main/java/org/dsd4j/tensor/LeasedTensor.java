package org.dsd4j.tensor;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor that is there for some time only, such as the output of a computation: to use it later
 * fails instead of showing what lies there by then.
 *
 * <p>Kernels compute on {@link #tensor()}. Nobody gets its live array, which could not be checked.
 */
public final class LeasedTensor implements Tensor {
  private final Tensor tensor;
  private final Lease lease;

  /** How long a tensor is there. */
  public interface Lease {
    /**
     * Fails if the lease is over.
     *
     * @throws IllegalStateException if it is; the message says what ended it
     */
    void check();

    /**
     * Uses the tensor in such a way that its lease does not end meanwhile.
     *
     * @throws IllegalStateException if the lease is over, or another thread computes at the moment
     */
    <T> T use(Supplier<T> use);
  }

  /** Leases a tensor. */
  public LeasedTensor(Tensor tensor, Lease lease) {
    this.tensor = tensor;
    this.lease = lease;
  }

  /**
   * The tensor itself, for kernels.
   *
   * @throws IllegalStateException if the lease is over
   */
  public Tensor tensor() {
    lease.check();
    return tensor;
  }

  private void run(Runnable use) {
    lease.use(
        () -> {
          use.run();
          return true;
        });
  }

  @Override
  public Shape shape() {
    return tensor.shape();
  }

  @Override
  public ElementType type() {
    return tensor.type();
  }

  @Override
  public INDArray toArray() {
    return lease.use(tensor::toArray);
  }

  @Override
  public void copyTo(INDArray target) {
    run(() -> tensor.copyTo(target));
  }

  @Override
  public Optional<INDArray> live() {
    return Optional.empty();
  }

  @Override
  public float[] toFloats() {
    return lease.use(tensor::toFloats);
  }

  @Override
  public void set(INDArray values) {
    run(() -> tensor.set(values));
  }

  @Override
  public void set(float[] values) {
    run(() -> tensor.set(values));
  }

  @Override
  public void set(long from, FloatBuffer values) {
    run(() -> tensor.set(from, values));
  }

  @Override
  public void get(long from, FloatBuffer values) {
    run(() -> tensor.get(from, values));
  }

  @Override
  public String toString() {
    return tensor.toString();
  }
}
