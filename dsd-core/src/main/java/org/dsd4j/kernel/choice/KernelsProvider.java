package org.dsd4j.kernel.choice;

import java.util.Optional;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;

/**
 * One implementation of {@link Kernels}, found by {@link java.util.ServiceLoader}: a jar on the
 * class path that names it in {@code META-INF/services/org.dsd4j.kernel.choice.KernelsProvider}
 * takes part in the choice.
 */
public interface KernelsProvider {
  /** The name of its kernels for the system property, such as {@code nd4j}. */
  String name();

  /**
   * The preference for its kernels on this platform. The highest rank of those that can compute is
   * chosen.
   */
  int rank();

  /**
   * The reason why its kernels cannot compute here.
   *
   * @param type the element type of a network's weights
   * @param backend the memory of the arrays that they copy from and to
   * @return the reason, such as "arrays lie in the memory of a GPU"; empty if they can
   */
  Optional<String> obstacle(ElementType type, Backend backend);

  /**
   * Opens kernels; the caller closes them.
   *
   * @throws KernelsUnavailableException if a library that they need cannot be loaded
   */
  Kernels open();
}
