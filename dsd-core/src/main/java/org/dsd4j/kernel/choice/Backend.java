package org.dsd4j.kernel.choice;

/** The memory in which ND4J keeps the arrays that values are copied from and to. */
public enum Backend {
  /** The CPU's memory, known without starting ND4J. */
  CPU,
  /** The CPU's memory, although a GPU backend is on the class path too. */
  CPU_FOR_GPU,
  /** The memory of a GPU. */
  GPU
}
