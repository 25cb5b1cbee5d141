package org.dsd4j.examples.run;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C and the request to terminate into a run that ends after its step; a second one ends
 * the process at once. In force until closed. Java's only way to receive a second signal is {@code
 * sun.misc.Signal}, which causes compiler warnings, so it is called by reflection.
 */
public final class StopSignals implements AutoCloseable {
  private static final int EXIT_OF_SIGNALS = 128;
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final AtomicInteger received = new AtomicInteger();
  private final Runnable stop;
  private final PrintWriter err;

  /**
   * Calls an action at the first signal.
   *
   * @param stop ends the run after its step
   * @param err where the user is told
   */
  public StopSignals(Runnable stop, PrintWriter err) {
    this.stop = stop;
    this.err = err;
    NUMBERS.forEach(this::install);
  }

  private void install(String name, int number) {
    try {
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  on(EXIT_OF_SIGNALS + number);
                }
                return null;
              });
      Object signal =
          Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
      before.put(signal, handle(signal, handler));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this Java has no sun.misc.Signal; add the module jdk.unsupported", e);
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    Method method =
        signal
            .getClass()
            .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"));
    return method.invoke(null, signal, handler);
  }

  private void on(int code) {
    if (received.getAndSet(code) != 0) {
      Runtime.getRuntime().halt(code);
    }
    stop.run();
    err.println();
    err.println("Ends after this step; once more to end at once.");
    err.flush();
  }

  /** The exit code of the process, if a signal was received. */
  public OptionalInt exitCode() {
    int code = received.get();
    return code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
  }

  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            handle(signal, handler);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
