package org.dsd4j.audio.file;

import java.util.Arrays;
import org.dsd4j.data.CorruptDataException;

/** Decodes one channel of a frame: a prediction plus a residual. */
final class FlacSubframe {
  private static final int CONSTANT = 0;
  private static final int VERBATIM = 1;
  private static final int FIXED = 8;
  private static final int MOST_FIXED = 4;
  private static final int LINEAR = 32;

  private static final long[][] FIXED_COEFFICIENTS = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

  private final String name;
  private final FlacBits bits;
  private final int size;

  /** For a frame of this many samples. */
  FlacSubframe(String name, FlacBits bits, int size) {
    this.name = name;
    this.bits = bits;
    this.size = size;
  }

  /** Decodes the next channel, with this number of bits per sample. */
  void decode(long[] samples, int sampleBits) {
    expect("a channel", bits.unsigned(1) == 0);
    int type = (int) bits.unsigned(6);
    int unused = bits.unsigned(1) == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, bits.unary() + 1);
    expect("bits that are used", unused < sampleBits);
    int stored = sampleBits - unused;
    if (type == CONSTANT) {
      Arrays.fill(samples, 0, size, bits.signed(stored));
    } else if (type == VERBATIM) {
      readSamples(samples, size, stored);
    } else if (type >= LINEAR) {
      decodeLinear(samples, stored, type - LINEAR + 1);
    } else {
      expect("a known prediction", type >= FIXED && type <= FIXED + MOST_FIXED);
      int order = type - FIXED;
      readWarmUp(samples, order, stored);
      readResidual(samples, order);
      predict(samples, FIXED_COEFFICIENTS[order], 0);
    }
    for (int i = 0; unused > 0 && i < size; i++) {
      samples[i] <<= unused;
    }
  }

  private void expect(String what, boolean condition) {
    if (!condition) {
      throw new CorruptDataException(name, bits.position(), what + " of FLAC", "other bits");
    }
  }

  private void readSamples(long[] samples, int count, int stored) {
    for (int i = 0; i < count; i++) {
      samples[i] = bits.signed(stored);
    }
  }

  private void readWarmUp(long[] samples, int order, int stored) {
    expect("no more coefficients than samples", order <= size);
    readSamples(samples, order, stored);
  }

  private void decodeLinear(long[] samples, int stored, int order) {
    readWarmUp(samples, order, stored);
    int precision = (int) bits.unsigned(4) + 1;
    int shift = (int) bits.signed(5);
    expect("coefficients", precision <= 15 && shift >= 0);
    long[] coefficients = new long[order];
    for (int i = 0; i < order; i++) {
      coefficients[i] = bits.signed(precision);
    }
    readResidual(samples, order);
    predict(samples, coefficients, shift);
  }

  /** Adds to each residual the prediction from the samples before it. */
  private void predict(long[] samples, long[] coefficients, int shift) {
    int order = coefficients.length;
    for (int i = order; i < size; i++) {
      long sum = 0;
      for (int k = 0; k < order; k++) {
        sum += coefficients[k] * samples[i - 1 - k];
      }
      samples[i] += sum >> shift;
    }
  }

  /** Reads the residual: Rice codes in partitions, each with its own parameter. */
  private void readResidual(long[] samples, int order) {
    int method = (int) bits.unsigned(2);
    expect("a known code", method <= 1);
    int parameterBits = 4 + method;
    int partsLog = (int) bits.unsigned(4);
    int partSize = size >> partsLog;
    expect("parts of equal size", partSize << partsLog == size && (partSize >= order));
    int from = order;
    for (int part = 1; part <= 1 << partsLog; part++) {
      int to = part * partSize;
      int parameter = (int) bits.unsigned(parameterBits);
      if (parameter == (1 << parameterBits) - 1) {
        int stored = (int) bits.unsigned(5);
        for (int i = from; i < to; i++) {
          samples[i] = bits.signed(stored);
        }
      } else {
        readRice(samples, from, to, parameter);
      }
      from = to;
    }
  }

  private void readRice(long[] samples, int from, int to, int parameter) {
    for (int i = from; i < to; i++) {
      long code = (bits.unary() << parameter) | bits.unsigned(parameter);
      // 0, −1, 1, −2, 2 and so on.
      samples[i] = (code >>> 1) ^ -(code & 1);
    }
  }
}
