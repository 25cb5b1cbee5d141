package org.dsd4j.kernel.choice;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Removes JavaCPP's limit on the memory of the process, unless the user has set one. By default,
 * JavaCPP refuses to allocate, after repeated garbage collections, once the process is larger than
 * four times the heap. Tensors are outside of the heap and can exceed that.
 *
 * <p>JavaCPP reads the limit once, on its first use, in most programs by ND4J. Before that, ND4J
 * instantiates each declared backend. So this class is declared as a backend, which is never
 * available.
 *
 * <p>Not part of the public API.
 */
public final class JavaCppLimit extends Nd4jBackend {
  /** The system property that sets the limit. */
  public static final String PROPERTY = "org.bytedeco.javacpp.maxphysicalbytes";

  // An alternative name, which takes precedence in JavaCPP.
  private static final String OTHER_NAME = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** Removes the limit; called by ND4J. */
  public JavaCppLimit() {
    lift();
  }

  /**
   * Removes the limit, if JavaCPP has not read it yet.
   *
   * @return false if the user has set a limit, which is kept
   */
  public static boolean lift() {
    boolean chosen =
        System.getProperty(OTHER_NAME) != null || !System.getProperty(PROPERTY, "0").equals("0");
    if (!chosen) {
      System.setProperty(PROPERTY, "0");
    }
    return !chosen;
  }

  @Override
  public boolean isAvailable() {
    return false;
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public int getPriority() {
    return -1;
  }

  @Override
  public Resource getConfigurationResource() {
    throw noBackend();
  }

  @Override
  @SuppressWarnings("rawtypes") // Required by ND4J's interface.
  public Class getNDArrayClass() {
    throw noBackend();
  }

  @Override
  public Environment getEnvironment() {
    throw noBackend();
  }

  @Override
  public String buildInfo() {
    throw noBackend();
  }

  @Override
  public void logBackendInit() {}

  private static UnsupportedOperationException noBackend() {
    return new UnsupportedOperationException("this is no backend that computes");
  }
}
