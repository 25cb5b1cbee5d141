package org.dsd4j.kernel.choice;

/** Where ND4J keeps the arrays by which values come and go. */
public enum Backend {
  /** In the processor's memory; ND4J need not be started to know. */
  CPU,
  /** In the processor's memory, though a GPU's backend is on the class path too. */
  CPU_FOR_GPU,
  /** In the memory of a GPU. */
  GPU
}
