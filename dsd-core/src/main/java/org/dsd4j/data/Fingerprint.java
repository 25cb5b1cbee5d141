package org.dsd4j.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the SHA-256 of data piece by piece, for {@link Dataset#fingerprint}. */
public final class Fingerprint {
  private static final int CHUNK = 1 << 14;

  private final MessageDigest digest;

  /** An empty fingerprint. */
  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds a text and its end. */
  public Fingerprint add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    return this;
  }

  /** Adds bytes. */
  public Fingerprint add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /** Adds numbers. */
  public Fingerprint add(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.clear();
      buffer.asFloatBuffer().put(values, from, count);
      buffer.limit(count * Float.BYTES);
      digest.update(buffer);
    }
    return this;
  }

  /** Adds whole numbers below 2²⁴. */
  public Fingerprint add(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return add(floats);
  }

  /** The value in hexadecimal; resets this to an empty fingerprint. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
