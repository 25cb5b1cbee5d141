package org.dsd4j.kernel;

import org.dsd4j.testing.Contract;
import org.junit.jupiter.api.Nested;

/**
 * What every implementation of kernels does beside the values of {@code KernelsFixtureContract}: at
 * the edges, and what the interfaces promise of memory and of results' bits.
 */
public abstract class KernelsContract implements Contract {
  /** New kernels, which the tests close. */
  protected abstract Kernels open();

  @Override
  public boolean covers(Class<?> subject) {
    return isNamedFor(subject);
  }

  @Nested
  class MemoryTest extends MemoryContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class ElementwiseTest extends ElementwiseContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class ProductsTest extends ProductsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class PoolingTest extends PoolingContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class NormsTest extends NormsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class LayoutTest extends LayoutContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class LossKernelsTest extends LossKernelsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class WindowsTest extends WindowsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class RecurrentTest extends RecurrentContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class EmbeddingsTest extends EmbeddingsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class StepsTest extends StepsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }

  @Nested
  class PaddedBatchNormsTest extends PaddedBatchNormsContract {
    @Override
    protected Kernels open() {
      return KernelsContract.this.open();
    }
  }
}
