package org.dsd4j.kernel.choice;

import java.util.Optional;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;

/**
 * One implementation of {@link Kernels}, found by {@link java.util.ServiceLoader}: a jar that names
 * it in {@code META-INF/services/org.dsd4j.kernel.choice.KernelsProvider} and lies on the class
 * path takes part in the choice.
 */
public interface KernelsProvider {
  /** The name of its kernels, by which the system property asks for them, such as {@code nd4j}. */
  String name();

  /** How well its kernels do on this platform. Of those that can compute, the highest is taken. */
  int rank();

  /**
   * Why its kernels cannot compute here.
   *
   * @param type the type of a network's weights
   * @param backend where the arrays lie that they copy from and to
   * @return the reason, such as "arrays lie in the memory of a GPU"; empty if they can
   */
  Optional<String> obstacle(ElementType type, Backend backend);

  /**
   * Opens kernels, which the caller closes.
   *
   * @throws KernelsUnavailableException if a library that they need cannot be loaded
   */
  Kernels open();
}
