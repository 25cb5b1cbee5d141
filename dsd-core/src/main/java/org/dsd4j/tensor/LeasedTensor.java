package org.dsd4j.tensor;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor that is valid for a limited time, such as the output of a computation. Using it later
 * throws, instead of reading memory that has been reused.
 *
 * <p>Kernels compute on {@link #tensor()}. There is no access to the live array, as that could not
 * be checked.
 */
public final class LeasedTensor implements Tensor {
  private final Tensor tensor;
  private final Lease lease;

  /** The time for which a tensor is valid. */
  public interface Lease {
    /**
     * Throws if the lease has ended.
     *
     * @throws IllegalStateException if it has; the message has the cause
     */
    void check();

    /**
     * Runs an action during which the lease cannot end.
     *
     * @throws IllegalStateException if the lease has ended, or another thread is computing
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
   * @throws IllegalStateException if the lease has ended
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
