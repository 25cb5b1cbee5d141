package org.dsd4j.audio.file;

import java.nio.ByteBuffer;

/** The encoding of a sample in a WAV file, little-endian. */
enum SampleCoding {
  /** Unsigned; 128 is silence. */
  PCM_8(1) {
    @Override
    double value(ByteBuffer bytes, int at) {
      return ((bytes.get(at) & 0xff) - 128) / 128.0;
    }
  },
  PCM_16(2) {
    @Override
    double value(ByteBuffer bytes, int at) {
      return bytes.getShort(at) / SCALE_16;
    }
  },
  PCM_24(3) {
    @Override
    double value(ByteBuffer bytes, int at) {
      return ((bytes.get(at + 2) << 16) | (bytes.getShort(at) & 0xffff)) / (double) (1 << 23);
    }
  },
  PCM_32(4) {
    @Override
    double value(ByteBuffer bytes, int at) {
      return bytes.getInt(at) / (double) (1L << 31);
    }
  },
  FLOAT_32(4) {
    @Override
    double value(ByteBuffer bytes, int at) {
      return bytes.getFloat(at);
    }
  },
  FLOAT_64(8) {
    @Override
    double value(ByteBuffer bytes, int at) {
      return bytes.getDouble(at);
    }
  },
  /** ITU-T G.711, μ-law. */
  MU_LAW(1) {
    @Override
    double value(ByteBuffer bytes, int at) {
      int code = ~bytes.get(at);
      int size = ((((code & 0x0f) << 3) + MU_LAW_BIAS) << ((code & 0x70) >> 4)) - MU_LAW_BIAS;
      return ((code & 0x80) == 0 ? size : -size) / SCALE_16;
    }
  },
  /** ITU-T G.711, A-law. */
  A_LAW(1) {
    @Override
    double value(ByteBuffer bytes, int at) {
      int code = bytes.get(at) ^ 0x55;
      int segment = (code & 0x70) >> 4;
      int step = ((code & 0x0f) << 4) + 8;
      int size = segment == 0 ? step : (step + 0x100) << (segment - 1);
      return ((code & 0x80) == 0 ? -size : size) / SCALE_16;
    }
  };

  /** The largest accepted amplitude; a larger one means that full scale is not ±1. */
  static final double LARGEST = 16;

  /** Both laws are defined for values of 16 bits. */
  private static final double SCALE_16 = 1 << 15;

  private static final int MU_LAW_BIAS = 0x84;

  private final int bytes;

  SampleCoding(int bytes) {
    this.bytes = bytes;
  }

  /** The number of bytes of a sample. */
  int bytes() {
    return bytes;
  }

  /** The sample at byte {@code at}; ±1 is full scale. */
  abstract double value(ByteBuffer bytes, int at);
}
