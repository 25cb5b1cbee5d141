package org.dsd4j.nn.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Recurrent;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Kernels decide for themselves how much a recurrent layer saves. */
class OwnSavedShapeTest {
  private static final int ROWS_MORE = 3;

  /** Recurrent kernels that want a few rows more, and count the tensors that have them. */
  private static Kernels demanding(AtomicInteger met) {
    Kernels kernels = new Nd4jKernels();
    Recurrent recurrent = kernels.recurrent();
    Recurrent wrapped =
        proxy(
            Recurrent.class,
            recurrent,
            (method, arguments) -> {
              if (method.equals("savedShape")) {
                Shape shape = (Shape) call(recurrent, method, arguments);
                return Shape.of(shape.extent(0) + ROWS_MORE, shape.extent(1));
              }
              int place = method.equals("forward") ? 5 : 3;
              Tensor saved = (Tensor) arguments[place];
              Shape shape = saved.shape();
              arguments[place] =
                  kernels
                      .memory()
                      .view(saved, 0, Shape.of(shape.extent(0) - ROWS_MORE, shape.extent(1)));
              met.incrementAndGet();
              return call(recurrent, method, arguments);
            });
    return proxy(
        Kernels.class,
        kernels,
        (method, arguments) ->
            method.equals("recurrent") ? wrapped : call(kernels, method, arguments));
  }

  /** What is done in place of a method of this name. */
  private interface Answer {
    Object to(String method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, T target, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
  }

  private static Object call(Object target, String name, Object[] arguments) throws Throwable {
    int count = arguments == null ? 0 : arguments.length;
    for (var method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == count) {
        try {
          method.setAccessible(true);
          return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
    throw new AssertionError("no method " + name);
  }

  private static Network network(Kernels kernels) {
    return Network.builder(Shape.of(4, 3))
        .add("lstm", new Lstm(5))
        .kernels(kernels)
        .build(Seed.of(1));
  }

  @Test
  void aLayerSavesWhatTheKernelsAskFor() {
    AtomicInteger met = new AtomicInteger();
    try (Network plain = network(new Nd4jKernels());
        Network demanding = network(demanding(met))) {
      INDArray x = Nd4j.rand(2, 4, 3);
      assertThat(demanding.predict(x)).isEqualTo(plain.predict(x));
      assertThat(met).hasPositiveValue();
    }
  }
}
