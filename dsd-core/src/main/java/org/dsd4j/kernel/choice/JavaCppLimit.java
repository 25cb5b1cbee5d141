package org.dsd4j.kernel.choice;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * JavaCPP's limit on the memory of the process, which is lifted unless the user set one. JavaCPP
 * refuses to allocate, after much collecting of garbage, once the process is larger than four times
 * the heap; tensors lie outside of the heap and may well be.
 *
 * <p>It reads the limit but once, when anything first touches it. That is ND4J in most programs,
 * and ND4J makes one of each backend that is declared before it touches anything. So this is
 * declared as one, which is never available.
 *
 * <p>Not part of the public API.
 */
public final class JavaCppLimit extends Nd4jBackend {
  /** The system property that sets the limit. */
  public static final String PROPERTY = "org.bytedeco.javacpp.maxphysicalbytes";

  // It has another name, which JavaCPP prefers.
  private static final String OTHER_NAME = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** Lifts the limit; for ND4J. */
  public JavaCppLimit() {
    lift();
  }

  /**
   * Lifts the limit, if JavaCPP has not read it yet.
   *
   * @return false if the user set one, which stays
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
  @SuppressWarnings("rawtypes") // As declared by ND4J.
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
